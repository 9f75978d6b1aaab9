import type { Json } from '../json.ts'

const issue = (
  number: number,
  title: string,
  body: string | null,
  author: string,
  login: string,
  labels: string[] = [],
): Json => ({
  action: 'opened',
  issue: {
    id: 3_000_000 + number,
    number,
    title,
    body,
    state: 'open',
    labels: labels.map((name) => ({ name })),
    author_association: author,
    user: { login },
    updated_at: '2026-05-04T09:30:00Z',
  },
  repository: { full_name: 'acme/rocket' },
  sender: { login },
})

/** Issues as GitHub sends them, shortened to what the loop reads. */
export const issueTriageSamples: { title: string; input: Json }[] = [
  {
    title: 'A bug without steps, from a stranger',
    input: issue(
      41,
      'The export crashes',
      'Since yesterday the export fails with an error.',
      'NONE',
      'ada-9',
    ),
  },
  {
    title: 'A typo, from a maintainer',
    input: issue(42, 'Typo in the README', 'It says “lanuch”, and the link is broken.', 'OWNER', 'grace'),
  },
  {
    title: 'A security report',
    input: issue(
      43,
      'XSS in the comment form',
      'A script in a comment is run for every reader.',
      'NONE',
      'mallory',
    ),
  },
  {
    title: 'A question',
    input: issue(44, 'How do I change the port?', null, 'CONTRIBUTOR', 'linus-k'),
  },
  {
    title: 'Nothing to do: it was closed',
    input: {
      ...(issue(41, 'The export crashes', 'It crashed.', 'NONE', 'ada-9', ['bug']) as {
        [key: string]: Json
      }),
      action: 'closed',
    },
  },
]
