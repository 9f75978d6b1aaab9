/** What a pattern is a sign of. */
export type PatternFamily =
  | 'override'
  | 'persona'
  | 'extraction'
  | 'forgery'
  | 'exfiltration'
  | 'action'
  | 'disguise'
  | 'credential'
  | 'leak'

/**
 * A sign of manipulation or of a leak. `weight`, 0 to 1, is how much a single one counts. `pattern` reads text without disguises (lower
 * case, single spaces); it holds no quantifier without an upper bound, so its work is linear in the text. `source` is where the family is
 * described: OWASP Top 10 for LLM applications 2025 (LLM01 prompt injection, LLM02 sensitive information disclosure, LLM07 system prompt
 * leakage), MITRE ATLAS.
 */
export type PromptPattern = {
  id: string
  family: PatternFamily
  weight: number
  says: string
  source: string
  pattern: RegExp
}

const earlier =
  '(?:previous|prior|above|earlier|preceding|existing|original|initial|foregoing|system|safety|all|any|other|my|your|the|these|those)'
const orders =
  '(?:instructions?|instructed|prompts?|rules?|directions?|directives?|guidelines?|commands?|constraints?|restrictions?|polic(?:y|ies)|context|guardrails?|training|programming)'
const drop =
  "(?:ignore|disregard|forget|skip|override|overrule|bypass|drop|neglect|abandon|discard|do not follow|don[’']?t follow|stop following|pay no attention to|set aside|cancel)"

/** Signs in what comes in: an attempt to make a model do something else than it was told to. */
export const injectionPatterns: readonly PromptPattern[] = [
  {
    id: 'ignore-instructions',
    family: 'override',
    weight: 0.8,
    says: 'asks to ignore the instructions',
    source: 'OWASP LLM01:2025',
    pattern: new RegExp(
      `\\b${drop}\\b(?: [\\w’']{1,15}){0,4} ${earlier}(?: [\\w’']{1,15}){0,3} ${orders}\\b`,
      'u',
    ),
  },
  {
    id: 'ignore-above',
    family: 'override',
    weight: 0.7,
    says: 'asks to ignore what came before',
    source: 'OWASP LLM01:2025',
    pattern: new RegExp(
      `\\b(?:ignore|disregard|forget)\\b(?: [\\w’']{1,15}){0,2} (?:everything|anything|all|what|the above|the foregoing)(?: [\\w’']{1,15}){0,4} (?:above|before|previously|so far|until now|told|said|know)\\b`,
      'u',
    ),
  },
  {
    id: 'new-instructions',
    family: 'override',
    weight: 0.6,
    says: 'gives new instructions in place of the old',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:your|the|here are(?: your| the)?|following) (?:new|real|actual|true|updated|only) (?:instructions?|task|objective|goal|orders?|directives?|role)\b|\bnew (?:instructions?|directives?|orders?) ?:|\bfrom now on,? (?:you|always|only|respond|answer|ignore)/u,
  },
  {
    id: 'other-languages',
    family: 'override',
    weight: 0.7,
    says: 'asks to ignore the instructions, in another language',
    source: 'OWASP LLM01:2025',
    pattern:
      /\bignor(?:iere|ieren sie|ez|a|ar|are|á)\b(?: [\p{L}’']{1,15}){0,4} (?:anweisungen|vorgaben|instructions|consignes|instrucciones|istruzioni|instruções|regeln|reglas|règles|regole)\b|\bvergiss\b(?: \p{L}{1,15}){0,4} (?:anweisungen|vorgaben|regeln)\b|\boubliez?\b(?: [\p{L}’']{1,15}){0,4} (?:instructions|consignes)\b|\bolvida\b(?: \p{L}{1,15}){0,4} (?:instrucciones|reglas)\b|игнорируй(?:те)?(?: \p{L}{1,15}){0,3} инструкции|忽略.{0,10}(?:指令|指示|说明)|無視.{0,6}指示|指示.{0,6}無視/u,
  },
  {
    id: 'persona',
    family: 'persona',
    weight: 0.55,
    says: 'gives the model another role without its rules',
    source: 'MITRE ATLAS AML.T0054',
    pattern:
      /\b(?:you are|you’re|you're|act as|pretend (?:to be|you are|you’re|that you)|roleplay as|role-play as|behave as|simulate)\b(?: [\w’'-]{1,20}){0,6} (?:unrestricted|uncensored|unfiltered|jailbroken|jailbreak|dan|developer mode|without (?:any )?(?:restrictions?|rules|limits|filters?|guidelines)|no (?:restrictions?|rules|limits|filters?|longer bound|guidelines)|evil|amoral)\b|\b(?:developer|debug|god|admin|maintenance|sudo|dan|jailbreak) mode (?:is )?(?:enabled|activated|on|engaged)\b|\b(?:enable|activate|enter|switch to) (?:developer|debug|god|dan|jailbreak|unrestricted|sudo) mode\b/u,
  },
  {
    id: 'no-refusal',
    family: 'persona',
    weight: 0.45,
    says: 'forbids the model to refuse',
    source: 'MITRE ATLAS AML.T0054',
    pattern:
      /\b(?:never|do not|don[’']?t|you (?:must|may|can|will) not|cannot) (?:ever )?(?:refuse|decline|say (?:that )?you (?:can[’']?t|cannot)|mention (?:that )?you are an ai|warn|apologi[sz]e|add (?:any )?disclaimers?)\b/u,
  },
  {
    id: 'ask-for-prompt',
    family: 'extraction',
    weight: 0.7,
    says: 'asks for the instructions of the model',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:reveal|show|print|repeat|output|display|disclose|tell me|give me|share|return|reproduce|recite|leak|dump|write out|what (?:is|are|was|were))\b(?: [\w’']{1,15}){0,5} (?:system prompt|system message|initial prompt|hidden prompt|(?:your|the) (?:prompt|instructions?|(?:original|initial|hidden|secret|internal|exact|full) (?:instructions?|prompt|rules|guidelines|message)))\b/u,
  },
  {
    id: 'repeat-above',
    family: 'extraction',
    weight: 0.6,
    says: 'asks to repeat what stands above',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:repeat|print|output|copy|recite|translate|summari[sz]e|encode)\b(?: [\w’']{1,15}){0,4} (?:text|words|everything|content|sentences?|message)(?: [\w’']{1,15}){0,3} (?:above|before this|preceding|prior to this)\b|\bstarting with ["“']?you are\b/u,
  },
  {
    id: 'role-marker',
    family: 'forgery',
    weight: 0.6,
    says: 'writes a turn of the conversation that nobody took',
    source: 'OWASP LLM01:2025',
    pattern:
      /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[\/?(?:inst|system|sys)\]|<<\/?sys>>|<\/?(?:system|assistant|instructions?|system_prompt|system-prompt|admin)>|(?:^| )#{2,4} ?(?:system|instructions?|assistant|new instructions?) ?:?(?= |$)|(?:^| )(?:system|assistant|developer) ?(?:message|prompt|override|note)? ?: (?=you|ignore|disregard|the user|always|never|override|from)/u,
  },
  {
    id: 'end-of-data',
    family: 'forgery',
    weight: 0.55,
    says: 'pretends that the data ends here',
    source: 'OWASP LLM01:2025',
    pattern:
      /(?:-{3,10}|={3,10}|\*{3,10}|`{3}) ?(?:end|stop|close|finish)(?: of)?(?: the)? (?:user |untrusted |external )?(?:input|data|document|content|email|message|context|text|file|quote)|\[end (?:of )?(?:input|data|document|context|email)\]|<\/(?:untrusted|data|document|context|user_input|user-input|input|email)>/u,
  },
  {
    id: 'addressed-to-model',
    family: 'override',
    weight: 0.5,
    says: 'speaks to the model, inside data',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    pattern:
      /\b(?:attention|note|important|message|instructions?|hey|dear|hello|memo)(?: to| for)?,?(?: the| any| all)? (?:ai|llm|language model|large language model|chat ?gpt|claude|gemini|copilot|assistant|ai (?:assistant|model|agent|system|reviewer|summari[sz]er)|automated (?:system|agent|reviewer)|bot)s? ?[:,!.—-]|\bif you are an? (?:ai|llm|language model|large language model|assistant|automated|bot|agent)\b|\b(?:ai|llm|language model)s?(?: [\w’']{1,12}){0,3} (?:reading|processing|summari[sz]ing|reviewing|parsing) this\b/u,
  },
  {
    id: 'dictated-verdict',
    family: 'action',
    weight: 0.55,
    says: 'dictates what the model is to decide',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:you must|you should|you will|you have to|always|just|please|simply|only)(?: [\w’']{1,15}){0,3} (?:respond|reply|answer|output|return|say|rate|score|classify|label|mark|approve|conclude|recommend)(?: [\w’']{1,15}){0,4} (?:with|only|as|that|exactly)(?: [\w’'"“”]{1,15}){0,3} ["“']?(?:approved?|safe|pass(?:ed)?|compliant|benign|legitimate|accepted?|valid|verified|trusted|not (?:spam|fraud|malicious)|low risk|no issues?|10\/10|100|yes|hired?)\b/u,
  },
  {
    id: 'tool-command',
    family: 'action',
    weight: 0.5,
    says: 'tells the model to use a tool or to send something',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:you (?:must|should|will|need to|have to|are to)|please|now|then|instead|also|secretly|silently|without (?:telling|asking|informing)(?: \w{1,12}){0,3},?)(?: now)? (?:call|invoke|run|execute|trigger|use|send|forward|email|e-mail|post|upload|transfer|delete|drop|wire|refund|grant|open)(?: [\w’'-]{1,20}){0,6} (?:tools?|functions?|commands?|api|shell|endpoint|webhook|e-?mails?|inbox|messages|contacts|files?|database|tables?|records?|credentials|passwords?|secrets?|tokens?|keys?|funds|money|account|access|to [\w.+-]{1,40}@[\w.-]{1,40}|to https?:)/u,
  },
  {
    id: 'secretly',
    family: 'exfiltration',
    weight: 0.5,
    says: 'asks to hide something from the user',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    pattern:
      /\b(?:do not|don[’']?t|never|without)\b(?: [\w’']{1,12}){0,2} (?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|alert|alerting|notify|notifying|show|showing)(?: [\w’']{1,12}){0,4} (?:the )?(?:user|human|operator|reviewer|customer|anyone|admin|owner)\b|\bkeep (?:this|it) (?:hidden|secret) from (?:the )?(?:user|human|operator|reviewer|anyone)\b/u,
  },
  {
    id: 'exfiltrate-by-link',
    family: 'exfiltration',
    weight: 0.65,
    says: 'asks to put data into an address',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:append|include|insert|encode|embed|add|put|replace|attach|concatenate)\b(?: [\w’'{}[\]<>-]{1,20}){0,10} (?:to|in|into|as|with)(?: [\w’'-]{1,15}){0,4} (?:url|link|query|query string|query parameter|image|markdown|parameter|https?:)/u,
  },
]

/** Signs in what goes out: something that should have stayed inside. Patterns read the text as it is. */
export const leakPatterns: readonly PromptPattern[] = [
  {
    id: 'own-instructions',
    family: 'leak',
    weight: 0.7,
    says: 'recites instructions of a model',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:my|the|your) (?:system prompt|initial instructions|system message|hidden instructions) (?:is|are|says?|reads?|states?|begins?|was|were)\b|\bi (?:was|am|have been) (?:instructed|told|programmed|configured) (?:to|not to|never to)\b|\bas an ai (?:language )?model,? (?:my|i was|i am) (?:instructions|instructed|programmed)/iu,
  },
  {
    id: 'role-marker-out',
    family: 'leak',
    weight: 0.5,
    says: 'holds the marks of a conversation',
    source: 'OWASP LLM07:2025',
    pattern:
      /<\|(?:im_start|im_end|system|assistant|endoftext|eot_id|start_header_id)\|>|<<SYS>>|\[\/?INST\]/iu,
  },
  {
    id: 'delimiter-echoed',
    family: 'leak',
    weight: 0.4,
    says: 'repeats the marks around untrusted text',
    source: 'Hines et al. 2024, arXiv:2403.14720',
    pattern: /<\/?untrusted-[0-9a-f]{16}/u,
  },
  {
    id: 'link-with-data',
    family: 'exfiltration',
    weight: 0.6,
    says: 'shows a picture from an address that carries data',
    source: 'OWASP LLM02:2025',
    pattern:
      /!\[[^\]\n]{0,200}\]\(https?:\/\/[^\s)]{1,300}\?[^\s)]{0,300}=[^\s)]{8,2000}\)|<img[^>]{1,300}src=["']?https?:\/\/[^\s"'>]{1,300}\?[^\s"'>]{0,300}=[^\s"'>]{8,2000}/iu,
  },
  {
    id: 'private-key',
    family: 'credential',
    weight: 0.95,
    says: 'holds a private key',
    source: 'RFC 7468',
    pattern: /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----/u,
  },
  {
    id: 'provider-token',
    family: 'credential',
    weight: 0.9,
    says: 'holds an access token of a provider',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9_]{60,100}\b|\bglpat-[A-Za-z0-9_-]{20,40}\b|\bxox[abprs]-[A-Za-z0-9-]{10,80}\b|\bsk_(?:live|test)_[A-Za-z0-9]{16,100}\b|\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,200}\b|\bAIza[0-9A-Za-z_-]{35}\b|\bwhsec_[A-Za-z0-9+/=]{20,100}/u,
  },
  {
    id: 'jwt',
    family: 'credential',
    weight: 0.7,
    says: 'holds a JSON Web Token',
    source: 'RFC 7519',
    pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}\b/u,
  },
  {
    id: 'password-said',
    family: 'credential',
    weight: 0.55,
    says: 'says a password',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:password|passwd|passphrase|api[ _-]?key|secret[ _-]?key|access[ _-]?token)\b["']? ?(?:is|=|:) ?["'`]?(?=[^\s"'`]{0,60}\d)[^\s"'`<>{}]{8,120}/iu,
  },
  {
    id: 'connection-string',
    family: 'credential',
    weight: 0.85,
    says: 'holds an address with a password in it',
    source: 'RFC 3986, section 3.2.1',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/]{1,80}:[^\s:@/]{3,120}@[\w.-]{1,200}/iu,
  },
]
