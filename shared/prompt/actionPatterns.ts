import { type PromptPattern, phrase, words } from './promptPattern.ts'

/** Attempts to make a model act, decide or believe that a turn of the conversation was taken. They read text in lower case. */
export const actionPatterns: readonly PromptPattern[] = [
  {
    id: 'dictated-verdict',
    family: 'action',
    weight: 0.55,
    says: 'dictates what the model is to decide',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      "\\b(?:you must|you should|you will|you have to|always|just|please|simply|only|and)(?: [\\w’']{1,15}){0,3} (?:respond|reply|answer|output|return|say|rate|score|classify|label|mark|approve|conclude|recommend)(?: [\\w’']{1,15}){0,4} (?:with|only|as|that|exactly)(?: [\\w’'\"“”]{1,15}){0,3} [\"“']?(?:approved?|safe|pass(?:ed)?|compliant|benign|legitimate|accepted?|valid|verified|trusted|not (?:spam|fraud|malicious)|low risk|no issues?|10\\/10|100|yes|hired?)\\b",
      '|\\b(?:set|return|give|output|assign|treat|mark|rate)\\b',
      words(6),
      '[ :="\']{1,3}(?:pass|approved|accepted|satisfied|resolved|10\\/10|maximum (?:score|mark)|highest (?:score|mark)|verified|low)\\b.{0,60}\\b(?:regardless|whatever|no matter|skip|without|and (?:recommend|do not|never|close))\\b',
    ),
  },
  {
    id: 'only-good-words',
    family: 'action',
    weight: 0.6,
    says: 'asks for a favourable judgement only',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      '\\b(?:positive (?:review|feedback|rating|summary|evaluation)s? only(?! (?:after|when|if|because|once))|only (?:give |write |say )?(?:a )?positive (?:reviews?|things|feedback))\\b',
      "|\\b(?:do not|don[’']?t|never) (?:deduct|subtract|mention|highlight|list|report) (?:any |the |a single )?(?:points?|marks?|negatives?|negative \\w{1,15}|weakness(?:es)?|flaws?|problems?|issues)\\b",
      '|\\bchoose this (?:one|answer|response|candidate) as the (?:winner|best)\\b|\\b(?:rate|score) this (?:candidate|answer|paper|response|application) (?:as )?(?:10|100|the highest|best)\\b',
      '|\\bdeserves the (?:highest|maximum|best|top) (?:mark|score|grade|rating)\\b',
    ),
  },
  {
    id: 'no-human',
    family: 'action',
    weight: 0.4,
    says: 'asks to leave people out',
    source: 'OWASP LLM06:2025',
    pattern: phrase(
      "\\b(?:do not|don[’']?t|without|no need to) (?:ask(?:ing)?|wait(?:ing)?|request(?:ing)?)(?: for)?(?: any| the| further| human| user| their){0,3} (?:approval|confirmation|permission|consent|user|customer|anyone)\\b",
      '|\\bskip (?:the |any |every |all )?(?:manual |human |fraud |second )?(?:review|approval|confirmation|check|verification)\\b',
      '|\\b(?:approval|confirmation|review|consent) (?:has been|is|was|have been) (?:waived|given already|already given)\\b',
      '|\\bwithout (?:any |human |user |further |manual )?(?:confirmation|approval|verification|checks?)\\b',
    ),
  },
  {
    id: 'claimed-clearance',
    family: 'authority',
    weight: 0.35,
    says: 'claims that somebody has approved already',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      '\\b(?:already|been|are|is) (?:pre-?)?(?:verified|cleared|authori[sz]ed|pre-?approved|pre-?authori[sz]ed)\\b.{0,80}\\b(?:call|approve|grant|send|do not|merge|skip|all requests|every request|may)\\b',
      '|\\b(?:all|every) requests? (?:from|by|of) this (?:user|customer|account)s? (?:are|is|be) (?:pre-?)?(?:authori[sz]ed|approved)\\b',
      '|\\b(?:grant|approve|accept) (?:every|all|any) (?:requests?|refunds?|orders?|invitations?)\\b',
      '|\\b(?:pre-?approved|pre-?authori[sz]ed),? so\\b',
    ),
  },
  {
    id: 'tool-command',
    family: 'action',
    weight: 0.5,
    says: 'tells the model to use a tool or to send something',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:you (?:must|should|will|need to|have to|are to)|now|then|instead|also|secretly|silently|without (?:telling|asking|informing)(?: \w{1,12}){0,3},?)(?: now)? (?:call|invoke|run|execute|trigger|use|send|forward|email|e-mail|post|upload|transfer|delete|drop|wire|refund|grant|open)(?: [\w’'-]{1,20}){0,6} (?:tools?|functions?|commands?|api|shell|endpoint|webhook|e-?mails?|inbox|messages|contacts|files?|database|tables?|records?|credentials|passwords?|secrets?|tokens?|keys?|funds|money|account|access|to [\w.+-]{1,40}@[\w.-]{1,40}|to https?:)|\b(?:call|invoke|use|trigger) the [\w.-]{1,30} (?:tool|function)\b|\b(?:before|when|after) (?:using|calling) (?:this|the) tool\b/u,
  },
  {
    id: 'pipe-to-shell',
    family: 'action',
    weight: 0.35,
    says: 'runs what an address gives',
    source: 'MITRE ATLAS AML.T0053',
    pattern: /\b(?:curl|wget)\b[^|\n]{1,120}\| ?(?:sudo )?(?:ba|z)?sh\b|\brm -rf [~/]/u,
  },
  {
    id: 'text-as-command',
    family: 'action',
    weight: 0.45,
    says: 'wants data to be taken for commands',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:treated|treat|handled|regarded|read|taken) (?:\w{1,15} ){0,3}(?:as|for) (?:commands?|instructions?|orders?)\b|\b(?:decode|decipher|decrypt|read) (?:this|it|the following|the text)?(?: [\w-]{1,15}){0,3} and (?:follow|do|obey|execute|act|carry out)\b|\b(?:decode|decrypt) and (?:do|follow|obey|execute)\b/u,
  },
]

/** Turns, marks and endings that nobody but the host may write. They read text in lower case with its line breaks. */
export const forgeryPatterns: readonly PromptPattern[] = [
  {
    id: 'role-marker',
    family: 'forgery',
    weight: 0.7,
    says: 'writes a turn of the conversation that nobody took',
    source: 'OWASP LLM01:2025',
    needs: ['<', '[', '#'],
    pattern: phrase(
      '<\\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\\|>|\\[\\/?(?:inst|sys)\\]|<<\\/?sys>>',
      '|<\\/?(?:system|assistant|system_prompt|system-prompt|user_message|user-message|admin_instructions)>',
      '|(?:^|\\n) ?#{1,4} ?(?:system|instructions?|assistant|new instructions?|developer)(?: prompt| message)? ?:',
    ),
  },
  {
    id: 'role-in-json',
    family: 'forgery',
    weight: 0.55,
    says: 'writes a message of the system as JSON',
    source: 'OWASP LLM01:2025',
    pattern: /["']role["'] ?: ?["'](?:system|developer)["'] ?, ?["']content["']/u,
  },
  {
    id: 'system-line',
    family: 'forgery',
    weight: 0.5,
    says: 'begins a line as if the system spoke',
    source: 'OWASP LLM01:2025',
    needs: ['system', 'developer', 'admin'],
    pattern: phrase(
      '(?:^|\\n) ?[*_[(]{0,2}(?:system|developer|admin(?:istrator)?)(?: message| prompt| override| note)?[*_\\])]{0,2} ?: ?(?:you|ignore|disregard|the user|always|never|override|from|priority|new|all|do not|approve|grant|this user)\\b',
    ),
  },
  {
    id: 'invented-turns',
    family: 'forgery',
    weight: 0.4,
    says: 'writes what the model is to have said already',
    source: 'OWASP LLM01:2025',
    pattern:
      /(?:^|\n) ?(?:assistant|ai|model) ?: ?(?:sure|certainly|of course|ok|okay|yes)\b|\n ?(?:assistant|ai) ?: ?$/u,
  },
  {
    id: 'end-of-data',
    family: 'forgery',
    weight: 0.55,
    says: 'pretends that the data ends here',
    source: 'OWASP LLM01:2025',
    needs: ['end', 'stop', 'close', 'finish', 'begin', '</', 'is over'],
    pattern: phrase(
      '(?:-{3,10}|={3,10}|\\*{3,10}|`{3}|"{3}\\n) ?(?:end|stop|close|finish)(?: of)?(?: the)? (?:user |untrusted |external )?(?:input|data|document|content|email|message|context|text|file|quote)',
      '|\\[end (?:of )?(?:input|data|document|context|email)\\]',
      '|<\\/(?:untrusted(?:-[0-9a-f]{1,16})?|data|document|context|user_input|user-input|input|email)>',
      '|\\b(?:begin|end) (?:of )?(?:trusted|system|developer|admin) (?:instructions?|prompt|message)s?\\b',
      '|\\b(?:quoted|untrusted|user) (?:data|text|content|input) (?:is over|ends here|has ended)\\b',
    ),
  },
  {
    id: 'urgent-tag',
    family: 'forgery',
    weight: 0.35,
    says: 'marks words as orders by a tag',
    source: 'Invariant Labs 2025, tool poisoning',
    pattern: /<\/?(?:important|instructions?|urgent|critical|secret|admin)>/u,
  },
]
