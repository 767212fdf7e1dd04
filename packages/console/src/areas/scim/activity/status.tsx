import { StatusBadge, type Tone } from '../../../components/status-badge.tsx';

const WORDS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'Done',
  400: 'Not accepted',
  401: 'No valid token',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  412: 'Outdated',
  413: 'Too large',
  429: 'Later',
  501: 'Not supported',
  503: 'Not available',
};

/** The status of an answer, with its meaning where there is room. */
export function HttpStatus({
  status,
  isLong = false,
}: {
  readonly status: number;
  readonly isLong?: boolean;
}) {
  const word = WORDS[status];
  const text = isLong && word !== undefined ? `${status} ${word}` : String(status);
  return <StatusBadge tone={toneOf(status)}>{text}</StatusBadge>;
}

function toneOf(status: number): Tone {
  if (status < 300) return 'good';
  if (status >= 500) return 'bad';
  return status === 404 || status === 429 ? 'warning' : 'bad';
}
