import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { forbidden, options } from '../../.dependency-cruiser.ts';

/** One import that a rule forbids. */
export interface Offence {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

export interface RulesReport {
  readonly offences: readonly Offence[];
  /** Source files that the checker read. */
  readonly read: readonly string[];
  /** Source files that it should have read and did not: its silence about them means nothing. */
  readonly unread: readonly string[];
}

const RULE_SET: IFlattenedRuleSet = { forbidden: forbidden as unknown as NonNullable<IFlattenedRuleSet['forbidden']> };

/** Reads every source below `root`/src and holds each import against the rules of .dependency-cruiser.ts. */
export async function checkRules(root: string): Promise<RulesReport> {
  const { output } = await cruise(['src'], { ...(options as ICruiseOptions), ruleSet: RULE_SET, validate: true, baseDir: root });
  const { modules, summary } = output as ICruiseResult;
  const read = modules.map((module) => module.source).filter((source) => source.startsWith('src/'));
  const found = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, comment: commentOf(rule.name) }));
  return { offences: found, read, unread: sources(root).filter((source) => !read.includes(source)) };
}

function commentOf(name: string): string {
  return forbidden.find((rule) => rule.name === name)?.comment ?? '';
}

function sources(root: string): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `src/${path}`);
}

/** The report as lines, and whether all of it held. A checker that read nothing has checked nothing. */
export function verdict({ offences, read, unread }: RulesReport): { readonly lines: readonly string[]; readonly holds: boolean } {
  const blind = [
    ...(read.length === 0 ? ['0 modules were read: nothing was checked'] : []),
    ...unread.map((path) => `${path} was not read: nothing was checked in it`),
  ];
  const found = offences.flatMap(({ rule, from, to, comment }) => [`${rule}: ${from} -> ${to}`, `  ${comment}`]);
  return { lines: [...found, ...blind, `${read.length} modules read, ${offences.length} offences`], holds: offences.length === 0 && blind.length === 0 };
}
