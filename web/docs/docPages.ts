/** A part of the documentation; `page` is its file’s name in the repository, without the ending. */
type Entry = { page: string; title: string; says: string }

/** What there is to read besides the API and the checks, in the order in which it is offered. */
export const docFolders = {
  guides: [
    { page: 'builder', title: 'Building a loop', says: 'Draw, fill in, try and publish' },
    {
      page: 'invoking',
      title: 'Calling loops: the integrator’s guide',
      says: 'Headers, statuses, signatures, repeats, progress and callbacks',
    },
    { page: 'testing-loops', title: 'Testing loops', says: 'Tests that a loop carries, here and in a build' },
    {
      page: 'proving',
      title: 'Proving a loop before it runs',
      says: 'Everything that can happen, looked at',
    },
    { page: 'verifying', title: 'Verifying what was done', says: 'Checks, layer by layer, and the verdict' },
    { page: 'drift', title: 'Noticing drift', says: 'When inputs are no longer what they were' },
    { page: 'wait-and-undo', title: 'Waiting and undoing', says: 'For events and time; and taking back' },
    { page: 'approvals', title: 'Asking people', says: 'Who decides, about what, and for how long it holds' },
    { page: 'policies', title: 'Policies', says: 'Rules that hold whatever a planner plans' },
    { page: 'policy-packs', title: 'Policy packs', says: 'Ready sets of them' },
    {
      page: 'change-control',
      title: 'The log of changes, and publishing with a second person',
      says: 'Who changed what, and who has to agree',
    },
    { page: 'compatibility', title: 'What a new version breaks', says: 'And for whom' },
    {
      page: 'reviewing',
      title: 'Reviewing runs',
      says: 'Find, replay and verify them, and take them away',
    },
    { page: 'running', title: 'Running Pavane', says: 'Start, deploy, upgrade, back up, move and delete' },
    {
      page: 'operating',
      title: 'Watching a workspace',
      says: 'How the loops do, metrics, and what to be woken for',
    },
    { page: 'people', title: 'People and tokens', says: 'Roles, signing in, sessions and tokens' },
    { page: 'secrets-and-hosts', title: 'Secrets and hosts', says: 'What a loop may reach, and with what' },
    { page: 'personal-data', title: 'Personal data', says: 'Tokens in the log, and forgetting a person' },
    {
      page: 'prompt-integrity',
      title: 'Text that flows into a model, and out of it',
      says: 'Attempts to steer a model, and leaks',
    },
    { page: 'action-server', title: 'Writing the server of an action', says: 'In forty lines' },
    { page: 'external-planner', title: 'Writing an external planner', says: 'In thirty lines' },
    { page: 'external-verifier', title: 'Writing an external checker', says: 'In thirty lines' },
  ],
  reference: [
    { page: 'nodes', title: 'Nodes', says: 'Every field of every kind' },
    { page: 'expressions', title: 'Expressions', says: 'What CEL knows where' },
    { page: 'tests', title: 'Tests', says: 'Every field of a test' },
    { page: 'limits', title: 'Limits', says: 'And what happens past them' },
    { page: 'events', title: 'Events', says: 'What a log holds' },
    { page: 'effects', title: 'Effects and commands', says: 'What an engine asks of its host' },
    { page: 'action-contract', title: 'Action contract', says: 'What servers of actions get and answer' },
    { page: 'planner-contract', title: 'Planner contract', says: 'What planners are asked and answer' },
    { page: 'verifier-contract', title: 'Verifier contract', says: 'What checkers are asked and answer' },
  ],
  security: [
    { page: 'policy', title: 'Security policy', says: 'How to report a weakness, and what is promised' },
    { page: 'threat-model', title: 'Threat model', says: 'What could go wrong, and what stops it' },
  ],
} as const satisfies Record<string, readonly Entry[]>

export type DocFolder = keyof typeof docFolders

const texts = import.meta.glob<string>(
  ['../../docs/guides/*.md', '../../docs/reference/*.md', '../../docs/security/*.md'],
  { query: '?raw', import: 'default' },
)

const pictures = import.meta.glob<string>('../../docs/pictures/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
})

/** What the list says of a page; null for one that there is not. */
export function docEntry(folder: string, page: string): Entry | null {
  if (!isFolder(folder)) return null
  return docFolders[folder].find((each: Entry) => each.page === page) ?? null
}

/** The text of a page, as it is in the repository; null for one that there is not. */
export async function loadDocPage(folder: string, page: string): Promise<string | null> {
  return (await texts[`../../docs/${folder}/${page}.md`]?.()) ?? null
}

/** Where a picture of the documentation is. */
export function pictureAddress(name: string, theme: 'light' | 'dark'): string | undefined {
  return pictures[`../../docs/pictures/${name}-${theme}.webp`]
}

/**
 * Where a link of a page leads here: `from` is the page’s own path under `docs`, as in `guides/drift.md`. Null for what is not shown here, such
 * as a file of the code.
 */
export function docAddress(link: string, from: string): string | null {
  const { pathname, hash } = new URL(link, `http://docs/docs/${from}`)
  const [, folder = '', page = ''] = /^\/docs\/([a-z]+)(?:\/([a-z-]+)\.md)?\/?$/.exec(pathname) ?? []
  if (folder === 'lints') return page === '' ? '/docs/lints' : `/docs/lints/${page}`
  return docEntry(folder, page) === null ? null : `/docs/${folder}/${page}${hash}`
}

const isFolder = (folder: string): folder is DocFolder => Object.hasOwn(docFolders, folder)
