import type { Qdisc } from '../../model/qdisc.ts';
import { type Json, number, readJson, text } from '../json.ts';
import { present } from '../present.ts';

/**
 * `tc -j -s qdisc show`
 * @param dev the device that was asked for: tc leaves it out of the answer then
 */
export function parseQdiscs(raw: string, dev?: string): Qdisc[] {
  return readJson('tc -j qdisc show', raw, (json) => json.list().map((each) => qdiscOf(each, dev)));
}

function qdiscOf(json: Json, dev: string | undefined): Qdisc {
  return present({
    dev: json.at('dev').maybe(text) ?? dev ?? json.at('dev').text(),
    kind: json.at('kind').text(),
    handle: json.at('handle').text(),
    parent: json.at('parent').maybe(text),
    root: json.at('root').value === true,
    options: json.at('options').maybe((options) => options.record()) ?? {},
    bytes: json.at('bytes').maybe(number),
    packets: json.at('packets').maybe(number),
    drops: json.at('drops').maybe(number),
    overlimits: json.at('overlimits').maybe(number),
    backlogBytes: json.at('backlog').maybe(number),
  });
}
