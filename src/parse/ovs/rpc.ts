import { readJson } from '../json.ts';

/** Where the first JSON value of a stream ends (an object or a list); undefined while it has not come. JSON-RPC over a stream has no other end (RFC 7047, 4). */
export function endOfValue(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '[')) depth += 1;
    else if (!quoted && (character === '}' || character === ']') && (depth -= 1) === 0) return at + 1;
  }
  return undefined;
}

export type RpcAnswer = { readonly ok: true; readonly result: string } | { readonly ok: false; readonly error: string };

/** An answer (JSON-RPC 1.0): its result as the tools print it, text as it is and everything else as JSON. */
export function parseRpcAnswer(what: string, raw: string): RpcAnswer {
  return readJson(what, raw, (json) => {
    const error = json.at('error');
    if (error.exists) return { ok: false, error: typeof error.value === 'string' ? error.value.trim() : JSON.stringify(error.value) };
    const { value } = json.at('result');
    return { ok: true, result: typeof value === 'string' ? value : JSON.stringify(value) };
  });
}
