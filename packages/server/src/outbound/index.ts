export {
  checkedUrl,
  createOutbound,
  type Outbound,
  OutboundError,
  type OutboundSettings,
} from './fetch.ts';
