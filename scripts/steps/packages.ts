import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './root.ts';
import { run } from './run.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: true }>>;
}

const readLock = (path: string): Lock => JSON.parse(readFileSync(path, 'utf8')) as Lock;

/** Packages of package-lock.json that node_modules does not hold in that version. Optional ones may be left out by npm. */
export function missingPackages(wantedPath = inRoot('package-lock.json'), installedPath = inRoot('node_modules/.package-lock.json')): string[] {
  const installed = existsSync(installedPath) ? readLock(installedPath).packages : {};
  return Object.entries(readLock(wantedPath).packages)
    .filter(([path, { version, optional }]) => path !== '' && optional !== true && installed[path]?.version !== version)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** Installs the npm packages where any is missing. True when they are there afterwards. */
export async function ensurePackages(): Promise<boolean> {
  const missing = missingPackages();
  if (missing.length === 0) return true;
  console.log(`npm packages: ${missing.length} missing, npm ci installs them`);
  const { status } = await run(['npm', 'ci', '--no-fund', '--no-audit', '--loglevel=error', '--update-notifier=false'], { show: true });
  if (status !== 0) console.log(`npm packages: npm ci ended with status ${status}; it needs the registry, or its cache, in reach`);
  return status === 0;
}
