// The server: JSON, and events as they happen.

/** A refusal of the server: its line, and the field that it is about. */
export class Refusal extends Error {
  constructor(status, message, field, after) {
    super(message);
    this.status = status;
    this.field = field;
    this.after = after;
  }
}

async function refusal(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // no JSON: the status has to do
  }
  return new Refusal(
    response.status,
    body.error?.message ?? `${response.status} ${response.statusText}`,
    body.error?.field,
    Number(response.headers.get('Retry-After')) || 0);
}

/** A request for JSON; nothing where the answer has no body. */
export async function call(method, path, body, signal) {
  const response = await fetch(path, {
    method,
    signal,
    headers: body === undefined ? {} : {'Content-Type': 'application/json'},
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  return response.status === 204 ? undefined : response.json();
}
export const get = (path, signal) => call('GET', path, undefined, signal);
export const post = (path, body, signal) => call('POST', path, body, signal);
export const remove = path => call('DELETE', path);

/** Sends a request and gives each event of the answer to a function until it ends. */
export async function events(method, path, body, signal, receive) {
  const response = await fetch(path, {
    method,
    signal,
    headers: {Accept: 'text/event-stream', ...(body === undefined ? {} : {'Content-Type': 'application/json'})},
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (true) {
    const {value, done} = await reader.read();
    if (done) {
      return;
    }
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      let name = 'message';
      let data = '';
      for (const line of block.split('\n')) {
        if (line.startsWith('event:')) {
          name = line.slice(6).trim();
        } else if (line.startsWith('data:')) {
          data += line.slice(5).trim();
        }
      }
      if (data) {
        receive(name, JSON.parse(data));
      }
    }
  }
}

/** Follows a stream of events for as long as it lasts, beginning again where it breaks. */
export function follow(path, receive, ended = () => {}) {
  const stop = new AbortController();
  (async () => {
    while (!stop.signal.aborted) {
      try {
        await events('GET', path, undefined, stop.signal, receive);
        ended();
        return;
      } catch (e) {
        if (stop.signal.aborted || (e instanceof Refusal && e.status < 500 && e.status !== 429)) {
          return;
        }
        await new Promise(resume => setTimeout(resume, 1500));
      }
    }
  })();
  return () => stop.abort();
}

const kept = new Map();
/** What does not change while the page is open is fetched once. */
export function once(path) {
  if (!kept.has(path)) {
    kept.set(path, get(path).catch(e => {
      kept.delete(path);
      throw e;
    }));
  }
  return kept.get(path);
}

/** The server's packed numbers. */
export function unpack({scale, data}) {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  const whole = new Int16Array(bytes.buffer);
  const numbers = new Float32Array(whole.length);
  for (let k = 0; k < whole.length; k++) {
    numbers[k] = whole[k] * scale;
  }
  return numbers;
}

/** A file as base64. */
export async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let k = 0; k < bytes.length; k += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(k, k + 0x8000));
  }
  return btoa(text);
}
