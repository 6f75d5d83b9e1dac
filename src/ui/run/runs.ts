import type { Command, CommandArgs, FrontVerb } from '../../command/command.ts';
import { isFrontVerb, VERBS } from '../../command/registry.ts';
import { shellLine } from '../../command/shell-word.ts';
import { commandLine } from '../../keymap/words.ts';
import { fromFailure, toFailure } from '../../model/errors.ts';
import type { Failure } from '../../model/failure.ts';
import type { CommandAnswer, CommandRequest } from '../../wire/protocol.ts';
import type { RunHow } from '../../wire/stay.ts';
import { copyOf } from '../overlays/copy.ts';
import type { Request } from '../overlays/overlay.ts';
import type { Screen } from '../screen/screen.ts';
import type { Notice } from '../screen/state.ts';
import { disarm, notify, openOverlay } from '../screen/transitions.ts';
import { outcomeOf, reasonOf } from './outcome.ts';
import { documentLines } from './document-lines.ts';

export interface RunPorts {
  readonly screen: Screen;
  readonly stay: { readonly run: (request: Omit<CommandRequest, 'token'>, how: RunHow) => Promise<CommandAnswer> };
  /** As `--lab` takes it. */
  readonly lab: string;
  readonly now: () => number;
  readonly copy: (text: string) => void;
  /** Gives the terminal to a `labdeck` of these words until it ends. Gives its exit code. */
  readonly lend: (words: readonly string[]) => Promise<number>;
}

/** A command that was sent and is not answered yet. */
export interface Running {
  readonly request: Request;
  readonly since: number;
  readonly cancel: () => void;
}

/** Takes what came of a command. */
type Tell = (said: { readonly result: unknown } | { readonly failure: Failure }) => void;

/** As the command line has it, for a verb that names no limit of its own. */
const LIMIT_MS = 60_000;

/** Commands on their way: whoever asked for one has asked all that has to be asked before. What comes of it is said on the screen. */
export class Runs {
  readonly #ports: RunPorts;
  readonly #running = new Set<Running>();
  #last: Request | undefined;

  constructor(ports: RunPorts) {
    this.#ports = ports;
  }

  get running(): readonly Running[] {
    return [...this.#running];
  }

  /** What was run last and went well. */
  get last(): Request | undefined {
    return this.#last;
  }

  /**
   * Runs it, shows what it would run, or copies it.
   * @param tell takes what came of a run, in place of the screen
   */
  start(request: Request, tell?: Tell): void {
    const verb = verbOf(request.id);
    this.#ports.screen.apply(disarm);
    if (request.how === 'copy') return this.#copied(this.#line(verb, request.args));
    if (!isFrontVerb(verb)) return void this.#run(verb, request, tell);
    if (request.how === 'dry-run') return this.#show(`${verb.cli}: would run`, [this.#line(verb, request.args)]);
    void this.#lend(verb, request);
  }

  /** The same for somebody who wants the document. @throws what it failed with */
  async ask(id: string, args: CommandArgs): Promise<unknown> {
    const verb = verbOf(id);
    if (isFrontVerb(verb)) throw new Error(`${id} is not the keeper's to answer`);
    const answer = await this.#send(verb, { id, args, how: 'run' }, new AbortController().signal);
    if (!answer.ok) throw fromFailure(answer.failure);
    return answer.result;
  }

  #say(tone: Notice['tone'], text: string): void {
    this.#ports.screen.apply(notify({ at: this.#ports.now(), tone, text }));
  }

  #show(title: string, lines: readonly string[]): void {
    this.#ports.screen.apply(openOverlay(copyOf(title, lines)));
  }

  #send(verb: Command, { id, args, how }: Request, signal: AbortSignal): Promise<CommandAnswer> {
    const limitMs = verb.limitMs ?? LIMIT_MS;
    return this.#ports.stay.run({ id, args, dryRun: how === 'dry-run', ...(limitMs === 0 ? {} : { timeoutMs: limitMs }) }, { mutates: verb.mutates, signal });
  }

  async #run(verb: Command, request: Request, tell: Tell | undefined): Promise<void> {
    const stop = new AbortController();
    const entry: Running = { request, since: this.#ports.now(), cancel: () => stop.abort() };
    this.#running.add(entry);
    if (verb.mutates && request.how === 'run' && tell === undefined) this.#say('info', `${shellLine(commandLine(verb, request.args))} …`);
    try {
      const answer = await this.#send(verb, request, stop.signal);
      if (tell !== undefined && request.how === 'run') tell(answer.ok ? { result: answer.result } : { failure: answer.failure });
      else this.#answered(verb, entry, answer);
    } catch (error) {
      const failure = toFailure(error);
      if (tell === undefined) this.#say('bad', `${verb.cli}: ${reasonOf(failure)}`);
      else tell({ failure });
    } finally {
      this.#running.delete(entry);
    }
  }

  #answered(verb: Command, { request, since }: Running, answer: CommandAnswer): void {
    if (!answer.ok) return this.#say('bad', `${verb.cli}: ${reasonOf(answer.failure)}`);
    if (answer.planned !== undefined) return this.#show(`${verb.cli}: would run`, plannedLines(answer.planned));
    if (!verb.mutates) return this.#show(shellLine(commandLine(verb, request.args)), documentLines(answer.result));
    const { tone, text } = outcomeOf(verb, answer.result, this.#ports.now() - since);
    if (tone === 'good') this.#last = request;
    this.#say(tone, text);
  }

  async #lend(verb: FrontVerb, { args }: Request): Promise<void> {
    try {
      const code = await this.#ports.lend(['--lab', this.#ports.lab, ...commandLine(verb, args)]);
      this.#say(code === 0 ? 'info' : 'warn', code === 0 ? `back from ${verb.cli}` : `${verb.cli} ended with exit code ${code}`);
    } catch (error) {
      this.#say('bad', `${verb.cli}: ${reasonOf(toFailure(error))}`);
    }
  }

  #copied(line: string): void {
    this.#ports.copy(line);
    this.#say('info', `copied: ${line}`);
  }

  /** The headless twin. */
  #line(verb: Command | FrontVerb, args: CommandArgs): string {
    return shellLine(['labdeck', '--lab', this.#ports.lab, ...commandLine(verb, args)]);
  }
}

function verbOf(id: string): Command | FrontVerb {
  const verb = VERBS.find((each) => each.id === id);
  if (verb === undefined) throw new Error(`no command is called ${id}`);
  return verb;
}

function plannedLines(planned: readonly { readonly machine: string; readonly argv: readonly string[] }[]): readonly string[] {
  return planned.length === 0 ? ['nothing'] : planned.map(({ machine, argv }) => `${machine}: ${shellLine(argv)}`);
}
