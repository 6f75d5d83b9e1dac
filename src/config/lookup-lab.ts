import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { didYouMean } from '../model/nearest.ts';
import { packageRoot } from './package-root.ts';
import { type Env, homePaths } from './paths.ts';

/** A lab by name and file. Nothing has been validated yet: that is the keeper's work. */
export interface FoundLab {
  readonly name: string;
  readonly file: string;
}

export interface LookupPlace {
  readonly env: Env;
  readonly uid: number;
  /** Relative paths are meant from here. */
  readonly cwd: string;
}

/** The lab that is meant when nobody says: `$LABDECK_LAB`, else the embedded one. */
export function defaultLab(env: Env): string {
  const named = env['LABDECK_LAB'];
  return named === undefined || named === '' ? 'embedded' : named;
}

/**
 * Finds a lab file by path (a word with a slash, or one that ends in .yaml), or by name in the configuration directory and
 * then among the labs that ship. Reads no YAML: it is cheap enough for every start.
 * @throws UsageError with the nearest name, or with what is wrong with the file
 */
export function lookupLab(word: string, place: LookupPlace): FoundLab {
  return isPath(word) ? byPath(resolve(place.cwd, word)) : byName(word, place);
}

/** The names of all labs that can be meant, each once. */
export function labNames(place: LookupPlace): readonly string[] {
  const names = labFolders(place).flatMap((folder) => filesIn(folder));
  return [...new Set(names.filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length)))].toSorted();
}

function isPath(word: string): boolean {
  return word.includes('/') || /\.ya?ml$/.test(word);
}

function labFolders({ env, uid }: LookupPlace): readonly string[] {
  return [join(homePaths(env, uid).config, 'lab'), join(packageRoot(), 'profiles', 'lab')];
}

function byName(name: string, place: LookupPlace): FoundLab {
  const file = labFolders(place).map((folder) => join(folder, `${name}.yaml`)).find(isFile);
  if (file !== undefined) return { name, file };
  const known = labNames(place);
  throw new UsageError({
    what: `there is no lab ${JSON.stringify(name)}${didYouMean(name, known)}`,
    next: `name one of ${known.join(', ')}, or the path of a lab file`,
    detail: `looked in ${labFolders(place).join(' and ')}`,
  });
}

function byPath(file: string): FoundLab {
  if (!isFile(file)) throw new UsageError({ what: `there is no lab file ${JSON.stringify(file)}`, next: 'give the path of a YAML file, or the name of a lab' });
  return { name: labNameIn(readFileSync(file, 'utf8'), file), file };
}

/**
 * The name in a lab file's text: its top-level `lab:` line. The name is a host name label, so that one line says it all.
 * @throws UsageError when there is no such line
 */
export function labNameIn(text: string, file: string): string {
  const name = /^lab:\s*(["']?)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\1\s*(?:#.*)?$/m.exec(text)?.[2];
  if (name !== undefined) return name;
  throw new UsageError({ what: `${file} does not say which lab it is`, next: `write a line "lab: NAME" into it (lower case letters, digits and -)` });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function filesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
