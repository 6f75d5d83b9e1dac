import type { Command, FrontVerb } from './command.ts';

/** The id of the verb that opens the screen: nothing that is on the screen already can want it. */
export const COCKPIT = 'screen.open';

/** What the front-end verbs share: they ask the keeper nothing that could be lost. */
const PLAIN = { where: 'front', options: [], mutates: false, blast: 'none', stales: [] } as const;

/** Verbs that the front end does itself, with its own terminal and streams. */
export const FRONT_VERBS: readonly FrontVerb[] = [
  {
    ...PLAIN,
    id: COCKPIT,
    cli: 'cockpit',
    summary: 'open the cockpit on this terminal; labdeck alone does the same',
    examples: ['cockpit', 'cockpit --up', 'cockpit --view network --readonly'],
    args: [],
    options: [
      { name: 'up', type: 'flag', summary: 'build and boot the lab; the cockpit is there at once, and shows it' },
      { name: 'view', type: 'text', summary: 'the view to begin with: overview, nodes, network, …' },
      { name: 'theme', type: 'text', summary: 'the theme to begin with' },
    ],
    limitMs: 0,
  },
  {
    ...PLAIN,
    id: 'machine.exec',
    cli: 'exec',
    summary: 'run a command on the host, in the outer VM or in a node; its streams and exit status are handed through',
    examples: ['exec outer -- virsh list --all', 'exec n100-1 -- ip addr', 'exec outer -- sh -c "cat > /tmp/x" < file'],
    args: [
      { name: 'target', kind: 'target', summary: 'host, outer or a node' },
      { name: 'command', kind: 'argv', summary: 'the command; everything after -- is passed as it is, and no shell reads it', many: true },
    ],
    mutates: true,
    limitMs: 0,
  },
  {
    ...PLAIN,
    id: 'machine.ssh',
    cli: 'ssh',
    summary: "open a shell with the system's ssh, the lab's key and the lab's port",
    examples: ['ssh', 'ssh -- uptime', 'ssh n100-1', 'ssh n100-1 -- uptime'],
    args: [
      { name: 'target', kind: 'target', summary: 'outer (default) or a node, reached through the outer VM', optional: true },
      { name: 'command', kind: 'argv', summary: 'a command instead of a shell', optional: true, many: true },
    ],
    mutates: true,
    limitMs: 0,
  },
  {
    ...PLAIN,
    id: 'outer.serial',
    cli: 'serial',
    summary: "join the outer VM's serial line; ctrl-] leaves",
    args: [],
    options: [{ name: 'raw', type: 'flag', summary: 'pass every byte to the terminal, escape sequences too' }],
    limitMs: 0,
  },
  { ...PLAIN, id: 'keeper.status', cli: 'keeper status', summary: "show the lab's keeper; never starts one", args: [] },
  {
    ...PLAIN,
    id: 'keeper.log',
    cli: 'keeper log',
    summary: "print the newest lines of the keeper's log; never starts a keeper",
    args: [],
    options: [{ name: 'lines', short: 'n', type: 'number', summary: 'how many (default 40)' }],
  },
  {
    ...PLAIN,
    id: 'keeper.stop',
    cli: 'keeper stop',
    summary: 'end the keeper; the lab goes on. Never starts one',
    args: [],
    options: [{ name: 'force', type: 'flag', summary: 'even while something runs in it: that is lost' }],
  },
  {
    ...PLAIN,
    id: 'completion.print',
    cli: 'completion',
    summary: 'print the completion script of a shell',
    examples: ['completion bash > ~/.local/share/bash-completion/completions/labdeck'],
    args: [{ name: 'shell', kind: 'text', summary: 'bash, zsh or fish' }],
  },
];

/** What `ssh` needs to know before it starts: asked of the keeper, shown by no help. */
export const SSH_ACCESS: Command = {
  id: 'lab.ssh-access',
  cli: '',
  summary: "how an ssh client gets in",
  args: [],
  options: [],
  mutates: false,
  blast: 'none',
  stales: [],
  run: (ctx) => ctx.lab.sshAccess(),
};
