/** Where an S3-compatible store is, and with which key. */
export interface S3Address {
  host: string;
  port: number;
  tls: boolean;
  region: string;
  bucket: string;
  /** What precedes every object's name, e.g. `sextant/`; may be empty. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Reads `s3://key:secret@host:port/bucket/prefix?region=…&tls=on|off`; a text says what is wrong with it. */
export function readS3Address(text: string): S3Address | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 's3:')
    return 'must look like s3://key:secret@host:port/bucket?region=us-east-1&tls=on';
  const [bucket = '', ...below] = url.pathname.slice(1).split('/').filter(Boolean);
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'region' && name !== 'tls');
  const tls = url.searchParams.get('tls') ?? 'on';
  if (unknown !== undefined) return `"${unknown}" is no option; there are region and tls`;
  if (!['on', 'off', 'true', 'false'].includes(tls)) return `tls is "${tls}"; give on or off`;
  if (url.hostname === '') return 'names no host';
  if (bucket === '') return 'names no bucket; put it behind the host: s3://…@host/bucket';
  if (url.username === '' || url.password === '') return 'names no key; put key:secret@ before the host';
  const isTls = tls === 'on' || tls === 'true';
  return {
    host: url.hostname,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    tls: isTls,
    region: url.searchParams.get('region') ?? 'us-east-1',
    bucket: decodeURIComponent(bucket),
    prefix: below.map((part) => `${decodeURIComponent(part)}/`).join(''),
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  };
}
