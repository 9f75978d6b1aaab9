import { type CodeInfo, lintCodes } from './lintCodes.ts'
import { testCodes } from './testCodes.ts'

const error = (title: string, help: string) => ({ severity: 'error', title, help }) as const
const warning = (title: string, help: string) => ({ severity: 'warning', title, help }) as const
const info = (title: string, help: string) => ({ severity: 'info', title, help }) as const

/** Every code that the compiler can give. Codes are stable: they are never renamed, and never reused for another fault. */
export const codes = {
  // The document
  'not-json': error(
    'Not JSON',
    'The document holds something that JSON has not, is nested too deep or is too large.',
  ),
  'unknown-format': error(
    'Unknown format',
    'The document says no format that this release reads. It may come from a newer one.',
  ),
  shape: error(
    'Invalid value',
    'A value of the document is missing, unknown or not of the kind that belongs there.',
  ),

  // Structure
  'no-trigger': error('No trigger', 'A loop needs one trigger: it is where runs come in.'),
  'several-triggers': error('More than one trigger', 'A loop has exactly one trigger.'),
  'duplicate-node': error('Id used twice', 'Each node needs an id of its own.'),
  'duplicate-edge': error('Edge id used twice', 'Each wire needs an id of its own.'),
  'duplicate-wire': error('Wired twice', 'The same two ports are wired more than once.'),
  'dangling-edge': error('Wire to nowhere', 'The wire starts or ends at a node that does not exist.'),
  'port-mismatch': error('Ports don’t fit', 'What the wire’s start carries is not what its end takes.'),
  'fan-out': error('Too many wires', 'Only one wire may leave this port.'),
  'duplicate-item': error(
    'Id used twice',
    'Checks, rules, columns, policies and their cases, properties and steps need ids that are unique where they stand.',
  ),

  // Wiring
  'trigger-unwired': error(
    'Trigger leads nowhere',
    'Wire the trigger to the planner or approval that runs start at.',
  ),
  'planner-unwired': error(
    'Planner has no actions',
    'Wire the planner’s plan to every action that it may use.',
  ),
  'result-unwired': error(
    'Result leads nowhere',
    'An action that a planner uses leads to the verifier that judges it.',
  ),
  'several-verifiers': error(
    'Actions lead to different verifiers',
    'All actions of a planner lead to one verifier, so that a plan is judged as a whole.',
  ),
  'pass-unwired': error(
    'Pass leads nowhere',
    'Say what comes after success: an outcome, the next planner or the next verifier.',
  ),
  'verdict-unwired': error(
    'Verdict leads nowhere',
    'The verifier can reach this verdict, and without a route it can do nothing of what the verdict asks for.',
  ),
  'verdict-ends-run': warning(
    'Verdict ends the run',
    'The verifier can reach this verdict; without a route the run ends there, with no outcome of its own.',
  ),
  'granted-unwired': error('Granted leads nowhere', 'Say what comes after the approval.'),
  'denial-wired': error(
    'Denied leads elsewhere',
    'An approval between a planner and its actions asks about each step. One that nobody approves fails, and the verifier judges it: take the wire away.',
  ),
  'approval-mixed': error(
    'Approval of two kinds',
    'It stands on the way of the run, or between a planner and its actions. For both, use two approvals.',
  ),
  'approval-bypassed': error(
    'Action reached past its approval',
    'An action behind an approval asks there whoever plans it. Lead every planner to it through that one approval, or use an action of its own.',
  ),
  'decision-ends-run': warning(
    'Decision ends the run',
    'Without a route the run ends there, with no outcome of its own.',
  ),

  // What is disabled
  disabled: info('Disabled', 'The loop runs as if it were not there.'),
  'disabled-verifier': warning(
    'Verifier disabled',
    'What it would judge goes on as if it had passed. Enable it before people rely on the loop.',
  ),
  'disabled-approval': warning(
    'Approval disabled',
    'What it would ask people about goes on as if they had granted it. Enable it before people rely on the loop.',
  ),
  'disabled-needed': error(
    'Can’t be disabled here',
    'What comes before it does not fit what comes after it. Enable it, or wire it otherwise.',
  ),

  // Reachability
  unreachable: warning('Never reached', 'No run gets to this node. It is left out of the program.'),
  'no-outcome': error(
    'No outcome can be reached',
    'Every path goes on without an end. Wire one to an outcome.',
  ),
  'unbounded-cycle': error(
    'Cycle without a bound',
    'Only a cycle through a planner and a verifier counts as iterations, and is bounded by the limits.',
  ),

  // Expressions
  'expression-syntax': error('Expression can’t be read', 'The text is not a CEL expression.'),
  'template-syntax': error(
    'Template can’t be read',
    'A “{{” has no matching “}}”, or a text in it has no end.',
  ),
  'unknown-name': error('Unknown name', 'The expression reads a name that is not in scope here.'),
  'unknown-field': error('Unknown field', 'The schema says that there is no such field.'),
  'unknown-function': error(
    'Unknown function',
    'CEL has no function of this name, or not with so many arguments.',
  ),
  'wrong-type': error('Types don’t fit', 'The expression can’t work with values of these types.'),
  'not-boolean': error('Not true or false', 'A condition is needed here.'),
  'not-a-list': error('Not a list', 'A step maps over a list; this is something else.'),
  'not-seconds': error('Not a number of seconds', 'How long a wait lasts is a number of seconds.'),
  'not-a-time': error(
    'Not a point in time',
    'Write it as 2026-01-31T09:00:00Z, or as a template that gives such a text.',
  ),
  'bad-path': error(
    'Path can’t be called',
    'A path begins with a slash and holds no query: the host has the address, and the query is a field of its own.',
  ),
  'bad-pattern': error(
    'Pattern can’t be read',
    'Patterns are regular expressions of RE2: without look-around and back-references.',
  ),
  'unknown-step': error('Unknown step', 'No plan has a step of this name here.'),
  'open-secrets': error(
    'Secrets need names',
    'A secret is read as secrets.<name>, so that it is known which ones an action may read.',
  ),
  'unknown-secret': error('Unknown secret', 'The workspace has no secret of this name.'),
  'secret-elsewhere': error(
    'Secret not for this host',
    'The secret is kept for other hosts: take one that is for this host, or have an administrator add the host to the secret.',
  ),
  'redirect-method': error(
    'Redirects of a GET only',
    'Other requests do something, so they are not sent again elsewhere: leave redirects out, or make it a GET.',
  ),
  'unknown-host': error(
    'Unknown host',
    'The workspace has no host of this name: add it in the settings, or use one that is there.',
  ),
  'unknown-loop': warning(
    'Unknown loop',
    'The workspace has no loop of this name yet: until it has, the step fails.',
  ),
  'unknown-fact': error(
    'Unknown fact',
    'No action gives a fact of this name. Facts are what actions say that they give.',
  ),

  // Plans
  'unknown-action': error('Unknown action', 'The step uses a node that does not exist or is no action.'),
  'action-not-wired': error(
    'Action not wired',
    'A planner may use only the actions that its plan is wired to.',
  ),
  'unknown-after': error('Unknown step', 'The step waits for one that its plan does not have.'),
  'step-cycle': error('Steps wait for each other', 'Steps that wait for each other never start.'),
  'args-invalid': error('Arguments don’t fit', 'The arguments are not what the action’s schema asks for.'),
  'output-invalid': error(
    'Value doesn’t fit',
    'What the transform brings is not what its output’s schema asks for.',
  ),
  'no-steps': warning('Nothing to do', 'The plan has no steps: it goes to the verifier with nothing done.'),
  'cells-count': error('Cells don’t match columns', 'A rule has one cell for each column.'),
  'no-rules': warning('Table without rules', 'A table without rules makes no plan of its own.'),
  'repeated-step': warning(
    'Step in several rules',
    'When both rules match, their two different steps of one id are a conflict, and there is no plan.',
  ),
  'rule-unreachable': warning('Rule never decides', 'An earlier rule matches whenever this one does.'),
  'rule-never-matches': warning('Rule never matches', 'The column can never be what the cell asks for.'),
  'rules-overlap': error(
    'Rules overlap',
    'An input can match both rules, but the hit policy allows one, or one meaning: then there is no plan.',
  ),

  'members-conflict': warning(
    'Members contradict each other',
    'Two members write one step in two ways. Where they come to different things, their steps can’t be joined, and there is no plan.',
  ),
  'rules-ambiguous': warning(
    'Rules say different things',
    'An input can match both rules, and the hit policy does not tell which one is meant.',
  ),
  'table-gap': warning(
    'Table has a gap',
    'There are inputs that no rule matches. Say what to do then: with a rule, or with “otherwise”.',
  ),
  'table-not-analysed': info(
    'Table not looked through',
    'Overlaps and gaps are found where cells are literals, lists, comparisons and ranges, and the table is not too large.',
  ),
  'rail-contradiction': error(
    'Rule that no plan keeps',
    'An action can’t be one that must be used and one that may not: take it out of one of the lists.',
  ),
  'rail-without-effect': warning(
    'Rail without effect',
    'The rail names an action that the planner is not wired to, so it changes nothing.',
  ),
  'want-not-given': warning(
    'No candidate gives it',
    'Only an action that this planner does not choose gives the fact. Until it has been used, there is no plan.',
  ),
  'unknown-candidate': error('Unknown candidate', 'The constraint names a step that is no candidate.'),
  'goal-impossible': warning(
    'Goal can’t be reached',
    'No choice of the candidates gives all that is wanted, whatever the input is.',
  ),
  'no-option': error('Nothing to draw', 'An option is drawn by its weight, and none has one above 0.'),

  // Schemas
  'schema-invalid': error('Schema is not valid', 'This is not a JSON Schema of draft 2020-12.'),
  'schema-ref': error(
    'Reference leads nowhere',
    'A $ref must lead to a schema in the same document, and not back to itself.',
  ),

  // Safety
  'unsigned-trigger': warning(
    'Anyone can start a run',
    'The trigger takes unsigned calls. Choose how callers prove who they are.',
  ),
  'undo-missing': error(
    'Undo missing',
    'A compensable action needs the action that undoes it: wire its undo.',
  ),
  'undo-contradiction': warning(
    'Undo of what can’t be undone',
    'The action is said to have no undo, yet one is wired.',
  ),
  'undo-not-a-call': error(
    'Undo that can’t be made',
    'A wait, or a run of another loop, can’t undo a step. Undo it with an action that makes a request or computes a value.',
  ),
  'undo-args-unused': warning(
    'Arguments without an undo',
    'The arguments of an undo are given, but no undo is wired.',
  ),
  'ungated-irreversible': warning(
    'Irreversible and ungated',
    'What it does can’t be undone, and no approval stands before it.',
  ),
  'unsafe-retry': warning(
    'Retry may repeat the effect',
    'The target can’t tell a repeated request from a new one. Retries happen only when the first certainly did not arrive.',
  ),
  'undo-needless': warning(
    'Undo of what needs none',
    'What changes nothing, or may be set again, is not undone. Say that it is compensable, or take the undo away.',
  ),
  'undo-on-unused': warning('Undo of nothing', 'It is said when the action is undone, but no undo is wired.'),
  'probe-changes': error(
    'Probe changes something',
    'A probe asks what happened; only a GET is certain to change nothing itself.',
  ),
  'probe-unused': warning(
    'Probe never used',
    'A probe is for actions that can’t be repeated safely; this one is simply tried again.',
  ),
  'option-unused': warning('Setting without effect', 'What this action does has no use for the setting.'),
  'bad-schedule': error(
    'Schedule can’t be read',
    'Write five fields as cron has them (minute, hour, day of the month, month, day of the week), and the time zone as the IANA names it.',
  ),
  'schedule-never-comes': warning('Schedule without a time', 'No time of the calendar fits these fields.'),
  'schedule-input-invalid': error(
    'Input doesn’t fit',
    'Each run of the schedule would be refused: its input is not what the trigger’s schema asks for.',
  ),
  'event-cycle': error(
    'Loops start each other without end',
    'A run of this loop would lead to another of it, and so on. Listen to another loop, or to none.',
  ),
  'attempt-over-total': warning(
    'No time for an attempt',
    'One attempt may take longer than all of them together: it is cut short.',
  ),
  'unsigned-event': warning(
    'Event is not signed',
    'Whoever gets the event can’t tell that it comes from here. Name the secret that signs it.',
  ),
  'loop-calls-itself': warning(
    'Loop runs itself',
    'Each run may start another of the same loop. They end when the input ends them, or at a depth of eight.',
  ),
  'unrailed-planner': warning(
    'External planner without rails',
    'Whatever it proposes is done, as long as the actions are wired. Rails say what it may propose.',
  ),
  'admission-incomplete': warning(
    'Bound without its half',
    'Bounds for each key need the key, and a key needs its bounds.',
  ),
  'votes-unreachable': error(
    'Too many answers needed',
    'An external check can’t need more answers that hold than it asks for.',
  ),
  'gate-id-taken': error(
    'Id of the gate',
    'The gate stands as “gate” among the checks of a verdict, so no check of the same verifier can.',
  ),
  'nothing-expected': warning(
    'Nothing expected',
    'The check compares with the outcome that the plan expects. Say on the planner what that is, or on the check.',
  ),
  'risk-bounds': warning(
    'Bound never reached',
    'A risk that bails is at or below the one that escalates, so the verifier never escalates for it.',
  ),
  'never-passes': warning('Verifier never passes', 'A check of the verifier always fails.'),
  'unknown-policy-node': error(
    'Unknown node',
    'The policy names a node that does not exist, or one of a kind that its point has nothing to do with.',
  ),

  'redact-nothing': error(
    'Nothing to redact',
    'A policy that redacts says what by JSON Pointers, such as /customer/email or /items/*/name.',
  ),
  'redact-point': error(
    'Nothing can be redacted here',
    'The input, the arguments of a step and its output can be redacted: at input, step and output.',
  ),
  'redact-unused': warning(
    'Pointers without effect',
    'Only a policy with the effect “redact” replaces what the pointers lead to.',
  ),
  'redact-unknown': warning(
    'Nothing there to redact',
    'The schema says that there is no such member, so nothing would be hidden.',
  ),
  'redact-key': warning(
    'Key of what is hidden',
    'A key is made from the input as it came and kept as it is, so it would show what a policy hides.',
  ),
  'redact-misfit': warning(
    'Text does not fit',
    'What is redacted becomes the text “[redacted]”, which the schema of the arguments does not allow there: the step fails.',
  ),

  // Limits
  'plan-over-limit': error(
    'Plan is over the limit',
    'The plan has more steps than the limits of a run allow.',
  ),
  'cost-over-limit': warning(
    'Plan may cost too much',
    'The steps of the plan together cost more than a run may.',
  ),
  'deadline-over-limit': warning(
    'Deadline after the run’s end',
    'The run’s duration limit ends it before this deadline.',
  ),
  'map-over-limit': warning(
    'List may be too long',
    'The step maps over more items than a run may have steps; past the limit the run takes the bail route.',
  ),
  'no-replan': warning(
    'No iteration left',
    'The limits allow one iteration, so the first replan takes the bail route.',
  ),

  // Patterns that compile and then disappoint
  ...lintCodes,

  // Tests
  ...testCodes,
} as const satisfies Record<string, CodeInfo>

export type Code = keyof typeof codes
