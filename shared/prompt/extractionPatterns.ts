import { type PromptPattern, phrase, words } from './promptPattern.ts'

const show =
  '(?:reveal|show|print|repeat|output|display|disclose|tell me|give me|share|return|reproduce|recite|leak|dump|write out|write down|translate|summari[sz]e|list|paste|put|describe|what (?:is|are|was|were))'
const secret =
  '(?:contents?|conversations?|chat history|history|passwords?|tokens?|secrets?|credentials|(?:api |access |private |ssh )keys?|inbox|e-?mails?|e-?mail address|contacts|threads?|records?|tables?|customer (?:list|data|table|records)|environment(?: variables)?|memory|data)'
const place =
  '(?:https?:|\\bwebhook|\\bto [\\w.+-]{1,40}@[\\w.-]{1,40}|(?:^| )[\\w.+-]{1,40}@[\\w-]{1,40}\\.|\\bas (?:a |the )?(?:\\w{1,15} )?parameter|\\bin the parameter|\\bquery\\b|\\bto [\\w-]{1,30}\\.[a-z]{2,10}\\b)'

/** Attempts to get a model’s instructions, or data, out. They read text in lower case, in one line. */
export const extractionPatterns: readonly PromptPattern[] = [
  {
    id: 'ask-for-prompt',
    family: 'extraction',
    weight: 0.7,
    says: 'asks for the instructions of the model',
    source: 'OWASP LLM07:2025',
    pattern: phrase(
      `\\b${show}\\b(?: [\\w’']{1,15}){0,5} (?:system ?prompt|system message|initial prompt|hidden prompt|(?:your|you’re|ur) (?:prompt|instructions?|rules|context(?: window)?|guidelines|(?:\\w{1,12} )?configuration)|(?:the|your) (?:original|initial|hidden|secret|internal|full|confidential) (?:instructions?|prompt|rules|guidelines|message|configuration|context|notes))\\b`,
      `|\\b${show}\\b(?: [\\w’']{1,15}){0,4} (?:instructions?|rules|prompt|text|message|words|configuration)(?: that| which)? you (?:were|have been|got|received|had been|are) (?:given|told|sent|started|configured|shown|running)\\b`,
    ),
  },
  {
    id: 'repeat-above',
    family: 'extraction',
    weight: 0.5,
    says: 'asks to repeat what stands above',
    source: 'OWASP LLM07:2025',
    pattern: phrase(
      "\\b(?:repeat|print|output|copy|recite|translate|summari[sz]e|encode)\\b(?: [\\w’']{1,15}){0,4} (?:text|words|everything|content|sentences?|message)(?: [\\w’']{1,15}){0,3} (?:above|before (?:this|my)|preceding|prior to this)\\b(?! the \\w{1,15} (?:line|fold))",
    ),
  },
  {
    id: 'starts-with-you-are',
    family: 'extraction',
    weight: 0.5,
    says: 'quotes how the instructions of a model begin',
    source: 'OWASP LLM07:2025',
    pattern: /\b(?:starting|begins?|beginning|starts?) (?:with|from) (?:the words? )?["“'‘]?you are\b/u,
  },
  {
    id: 'own-prompt-named',
    family: 'extraction',
    weight: 0.45,
    says: 'speaks of the instructions of the model it speaks to',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:your|ur) (?:system|initial|original|hidden|secret|internal) (?:prompt|instructions?|message)\b|\bfrom your prompt\b|\byour (?:hidden )?(?:chain[ -]of[ -]thought|reasoning tokens)\b/u,
  },
  {
    id: 'verbatim',
    family: 'extraction',
    weight: 0.3,
    says: 'asks for the very words',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:word for word|verbatim|(?:the )?exact (?:text|words|wording)|without leaving (?:anything|any) out|in full and unchanged)\b/u,
  },
  {
    id: 'ask-for-tools',
    family: 'extraction',
    weight: 0.4,
    says: 'asks how the tools of the model are described to it',
    source: 'OWASP LLM07:2025',
    pattern: phrase(
      `\\b(?:tools?|functions?)\\b.{0,60}\\b(?:parameters|schemas?|descriptions?|definitions?|text that describes?)\\b.{0,30}\\b(?:you|them)\\b`,
    ),
  },
  {
    id: 'secretly',
    family: 'exfiltration',
    weight: 0.5,
    says: 'asks to hide something from the user',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    pattern:
      /\b(?:do not|don[’']?t|never|without)\b(?: [\w’']{1,12}){0,2} (?:tell|telling|inform|informing|mention|mentioning|reveal|revealing|alert|alerting|notify|notifying|show|showing)(?: [\w’']{1,12}){0,4} (?:the )?(?:user|human|operator|reviewer|anyone|admin|owner)\b|\bkeep (?:this|it) (?:hidden|secret) from (?:the )?(?:user|human|operator|reviewer|anyone)\b/u,
  },
  {
    id: 'send-data-out',
    family: 'exfiltration',
    weight: 0.6,
    says: 'asks to send data to an address',
    source: 'OWASP LLM02:2025',
    pattern: phrase(
      `\\b(?:send|forward|post|upload|submit|transmit|exfiltrate|append|paste|leak|deliver|pass|copy|collect|include|add)\\b${words(8)}[ ]${secret}\\b.{0,80}?${place}`,
    ),
  },
  {
    id: 'exfiltrate-by-link',
    family: 'exfiltration',
    weight: 0.65,
    says: 'asks to put data into an address',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:append|include|insert|encode|embed|add|put|replace|replacing|attach|concatenate)\b(?: [\w’'{}[\]<>-]{1,20}){0,10} (?:to|in|into|as|with)(?: [\w’'-]{1,15}){0,4} (?:urls?|link|query|query string|query parameter|search query|image|markdown|https?:)/u,
  },
  {
    id: 'picture-with-place-for-data',
    family: 'exfiltration',
    weight: 0.6,
    says: 'holds a picture whose address has a place for data',
    source: 'OWASP LLM02:2025',
    pattern: /!\[[^\]\n]{0,80}\]\(https?:\/\/[^\s)]{1,200}\?[\w-]{1,20}=(?:data|\{|\[|<|\$|%7b)/u,
  },
  {
    id: 'private-files',
    family: 'exfiltration',
    weight: 0.45,
    says: 'speaks of files that hold credentials',
    source: 'MITRE ATLAS AML.T0057',
    pattern:
      /\bid_(?:rsa|ed25519)\b|[~/]\.ssh\/|(?:^|[\s"'`/])\.env(?:$|[\s"'`,;])|\/etc\/(?:passwd|shadow)|\.aws\/credentials|\bmcp\.json\b|\bread (?:the |all )?environment variables\b/u,
  },
]
