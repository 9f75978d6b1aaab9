/** What a parameter of that name is, wherever it stands; an operation may say otherwise. */
export const parameterWords: Record<string, string> = {
  // Parts of addresses.
  loop: 'The loop’s name',
  workspace: 'The workspace’s name',
  run: 'The run’s id, as the `Location` of its start gave it',
  alert: 'The alert’s name',
  approval: 'The approval’s id: its run’s, with a number',
  callback: 'The callback’s id, as receivers get it in `webhook-id`',
  proposal: 'The proposal’s number in its loop, from 1',
  name: 'The baseline’s name, as the check gives it',
  code: 'The problem’s code: the last part of its `type`',
  host: 'The name by which actions know the host',
  secret: 'The name by which the secret is referred to',
  member: 'An e-mail address in lower case, or `group:<name>`',
  token: 'The token’s id, not the token',
  session: 'The session’s id, as the list of sessions gives it',
  // Queries.
  cursor: 'Where to go on: `next` of the page before',
  limit: 'The most entries of an answer',
  status: 'Only those of this status; for runs, `in-flight` is every one that has not ended',
  outcome: 'Only runs that ended so',
  reason: 'Why, for the log of changes',
  text: 'Words that stand in a run’s id or message',
  after: 'Only events with a greater number (`seq`)',
  version: 'What `Pavane-Version` says, for senders that can set no header: a digest, `stable` or `canary`',
  from: 'The version that people know, by number or digest; the stable one when it is left out',
  to: 'The version that comes, by number or digest, or `draft`; the draft when it is left out',
}
