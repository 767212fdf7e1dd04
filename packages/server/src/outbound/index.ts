export { checkedUrl, createOutbound, type Outbound, OutboundError } from './fetch.ts';
