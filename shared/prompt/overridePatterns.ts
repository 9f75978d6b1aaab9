import { type PromptPattern, phrase, words } from './promptPattern.ts'

const earlier =
  '(?:previous|prior|above|earlier|preceding|existing|original|initial|foregoing|system|safety|all|your|their)'
const orders =
  '(?:instructions?|instructed|prompts?|rules?|directions?|directives?|guidelines?|commands?|constraints?|restrictions?|polic(?:y|ies)|context|guardrails?|training|programming)'
const drop =
  "(?:ignore|disregard|forget|skip|override|overrule|bypass|drop|neglect|abandon|discard|do not follow|don[’']?t follow|stop following|pay no attention to|set aside|cancel)"

/** How texts name a model that reads them. */
const model =
  '(?:ai|llms?|language model|large language model|chat ?gpt|claude|gemini|copilot|assistant|chat ?bot|bot|autonomous agent|agent|grader|judge|verifier|summari[sz]er|(?:ai|automated|llm|virtual) (?:assistant|model|agent|system|reviewer|grader|judge|summari[sz]er)|(?:reviewer|reviewing|grading|evaluating|evaluation) model)'
/** Parts of `model`, so that texts without them need no closer look. */
const modelParts =
  'ai llm model gpt claude gemini copilot assistant bot agent grader judge verifier summari'.split(' ')
const orderedVerbs =
  "(?:you|your|when|after|before|if|please|do not|don[’']?t|always|never|ignore|disregard|forget|set|mark|rate|label|say|tell|reply|respond|answer|return|output|give|treat|skip|send|forward|call|use|run|open|read|search|collect|delete|approve|accept|reveal|print|choose|pass|transfer|whatever|responses|this change|all requests)"

/** Attempts to put other instructions in the place of those that the model has. They read text in lower case, in one line. */
export const overridePatterns: readonly PromptPattern[] = [
  {
    id: 'ignore-instructions',
    family: 'override',
    weight: 0.8,
    says: 'asks to ignore the instructions',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      `\\b${drop}\\b(?: [\\w’']{1,15}){0,4} ${earlier}(?: [\\w’']{1,15}){0,3} ${orders}\\b(?! (?:warnings?|errors?|of (?:round|chapter|section)))`,
      '|ignore(?:all)?(?:the|my|your)?(?:previous|prior|above)(?:instruction|rule|prompt)',
    ),
  },
  {
    id: 'ignore-the-rules',
    family: 'override',
    weight: 0.4,
    says: 'asks to ignore some rules',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      `\\b${drop}\\b (?:any|every|other|my|the|these|those|its)(?: [\\w’']{1,15}){0,2} ${orders}\\b`,
    ),
  },
  {
    id: 'ignore-above',
    family: 'override',
    weight: 0.7,
    says: 'asks to ignore what came before',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      `\\b(?:ignore|disregard|forget|drop)\\b(?: [\\w’']{1,15}){0,2} (?:everything|anything|all|what|whatever|the above|the foregoing)(?: [\\w’']{1,15}){0,4} (?:above|before|previously|so far|until now|told|taught|said|know)\\b`,
    ),
  },
  {
    id: 'instructions-void',
    family: 'override',
    weight: 0.6,
    says: 'says that the instructions no longer hold',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      `\\b(?:your|the|all|previous|prior|earlier|above) ${orders}(?: (?:above|before|you got|you were given|you have been given))?(?: [\\w’']{1,12}){0,4} (?:no longer (?:apply|applies|hold|valid)|(?:is|are|was|were|have been|has been)(?: now| hereby| just| all| only)? (?:cancel?led|void|revoked|repealed|suspended|lifted|a test|an example|obsolete))\\b|\\b(?:was|were)(?: all)? (?:just|only|merely) (?:a|an) (?:test|example|exercise)\\b`,
    ),
  },
  {
    id: 'new-instructions',
    family: 'override',
    weight: 0.6,
    says: 'gives new instructions in place of the old',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      '\\b(?:your|here (?:are|is)(?: your)?) (?:new|real|actual|true|updated|only) (?:instructions?|task|objective|goal|orders?|directives?|role)\\b',
      '|\\bthe (?:real|actual|true) (?:task|objective|instructions?) (?:is|are|starts?|begins?|follows?)\\b',
      '|\\bnew (?:instructions?|directives?|orders?|policy) ?:|\\bnew directives follow\\b',
    ),
  },
  {
    id: 'from-now-on',
    family: 'override',
    weight: 0.3,
    says: 'says what holds from now on',
    source: 'OWASP LLM01:2025',
    pattern:
      /\b(?:from now on|from this point on|henceforth|as of now),? (?:you|always|only|respond|answer|reply|ignore|all)\b/u,
  },
  {
    id: 'addressed-to-model',
    family: 'override',
    weight: 0.5,
    says: 'speaks to the model, inside data',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    needs: modelParts,
    pattern: phrase(
      `\\b(?:attention|note|notice|important|message|instructions?|hey|dear|hello|memo|update)(?: to| for)?,?(?: the| any| all)? ${model}s?(?: [\\w’']{1,15}){0,5} ?[:,!.—-]`,
      `|\\bif you are an? (?:[\\w-]{1,15} )?${model}\\b`,
      `|\\b${model}s?(?: [\\w’']{1,12}){0,3} (?:reading|processing|summari[sz]ing|reviewing|parsing|screening|handling|evaluating) (?:this|the)\\b`,
      `|(?:^|[^\\w-])@?${model} ?[:,] ?${orderedVerbs}\\b`,
    ),
  },
  {
    id: 'order-to-model',
    family: 'action',
    weight: 0.45,
    says: 'gives the model it speaks to an order',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    needs: modelParts,
    pattern: phrase(
      `(?:\\bif you are an? (?:[\\w-]{1,15} )?${model}\\b|(?:^|[^\\w-])@?${model}s?(?: [\\w’']{1,15}){0,3} ?[:,]).{0,80}?\\b(?:click|enter|download|install|run|execute|delete|accept|approve|merge|pay|buy|order|tell|send|forward|recommend|rate|ignore|disregard|forget|call|transfer|reveal|upload|read|search|skip|close)\\b`,
    ),
  },
  {
    id: 'model-must',
    family: 'override',
    weight: 0.4,
    says: 'says what the model has to do',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    needs: modelParts,
    pattern: phrase(
      `\\b${model}s?(?: (?:reading|processing|handling|summari[sz]ing|reviewing|using|scoring)(?: [\\w’'-]{1,15}){1,3})? (?:must|should|shall|has to|have to|needs to|need to|may|is to|are to)(?: now| at once| then)? (?!act\\b|never act\\b|be able\\b|not\\b|ask\\b)[a-z]{3,12}\\b`,
    ),
  },
  {
    id: 'persona',
    family: 'persona',
    weight: 0.55,
    says: 'gives the model another role without its rules',
    source: 'MITRE ATLAS AML.T0054',
    pattern: phrase(
      "\\b(?:you are|you[’']re|act as|acts? like|pretend (?:to be|you are|you[’']re|that you)|roleplay as|role-play as|behave as|simulate|answer as|respond as)\\b",
      words(7),
      ` (?:unrestricted|uncensored|unfiltered|jailbroken|jailbreak|dan|developer mode|(?:without|no|free (?:of|from)|zero) (?:a |an |any |all |every |your |content |safety |ethical )?(?:restrictions?|rules|limits|limitations?|filters?|longer bound|guidelines?|content polic(?:y|ies)|polic(?:y|ies)|censorship)|evil|amoral|unlimited (?:permissions?|access|powers?|rights))\\b`,
      '|\\b(?:developer|debug|god|admin|maintenance|sudo|dan|jailbreak) mode (?:is )?(?:enabled|activated|on|engaged)\\b',
      '|\\b(?:enable|activate|switch to) (?:developer|debug|god|dan|jailbreak|unrestricted|sudo) mode\\b|\\bin (?:developer|debug|god|dan|jailbreak) mode,? you(?:r|\\b)',
      '|\\b(?:jailbroken|unfiltered|uncensored|unrestricted) (?:version|model|assistant|ai|mode|answer)\\b',
      '|\\byou are no longer (?:the|an?|bound|restricted|limited)\\b',
    ),
  },
  {
    id: 'no-limits',
    family: 'persona',
    weight: 0.4,
    says: 'takes the limits of the model away',
    source: 'MITRE ATLAS AML.T0054',
    pattern: phrase(
      "\\b(?:without|no|free (?:of|from)|does not care about|doesn[’']?t care about|has no|had no) (?:any |all |every |your |the |content |safety |ethical )?(?:restrictions|filters|guidelines?|rules, ethics|safety (?:rules|guidelines|policies|filters)|content polic(?:y|ies)|censorship)\\b",
      '|\\b(?:filters?|guardrails?|safety|restrictions?) (?:are|is) (?:switched |turned )?off\\b.{0,40}\\byou\\b',
      '|\\bstay in character no matter\\b|\\bdo anything now\\b',
      '|\\b(?:ignore|disable|remove|switch off|turn off) (?:your|all|any) (?:safety|ethical|content|moral) ',
    ),
  },
  {
    id: 'no-morals',
    family: 'persona',
    weight: 0.55,
    says: 'frees the model from law and morals',
    source: 'MITRE ATLAS AML.T0054',
    pattern: phrase(
      "\\b(?:does not|doesn[’']?t|do not|don[’']?t|never|not) (?:give an? \\w{1,10} |have to )?(?:cares?|follow|worry|think|comply|adhere)(?: about| with| to)?(?: \\w{1,12}){0,2} (?:laws?|ethics?|ethical\\w{0,4}|legal\\w{0,4}|morals?|morality|openai)\\b",
      '|\\b(?:no|without|any|removes? all) (?:comprehension of )?(?:ethical|moral|ethics|morals?)(?:,? (?:or|and|nor) (?:ethical|moral|ethics|morals?|legal|warnings))?(?: (?:guidelines?|standards?|limits?|restrictions?|constraints?|boundaries|qualms))?\\b.{0,60}\\b(?:you|answer|response|output|request|always|ai|chat ?bot|model)',
      '|\\bnot bound by (?:any|the|all|your|these|usual)|\\bno (?:moderations?|censorship|morals)\\b',
      "|\\b(?:regardless of|no matter (?:if|how|whether)|without (?:considering|thinking about|regard (?:to|for)))(?: [\\w’',-]{1,15}){0,6} (?:ethic\\w{0,5}|legal\\w{0,4}|moral\\w{0,4}|illegal|unethical|immoral)\\b",
      '|\\b(?:unfiltered|uncensored|amoral|unethical) and (?:unfiltered|uncensored|amoral|immoral|illegal)\\b',
    ),
  },
  {
    id: 'no-refusal',
    family: 'persona',
    weight: 0.45,
    says: 'forbids the model to refuse',
    source: 'MITRE ATLAS AML.T0054',
    pattern:
      /\b(?:never|do not|don[’']?t|you (?:must|may|can|will) not|cannot) (?:ever )?(?:refuses?|decline|say (?:that )?you (?:can[’']?t|cannot)|mention (?:that )?you are an ai|warn|apologi[sz]e|add (?:any )?disclaimers?)\b|\banswer (?:everything|anything) (?:i|that i|we|the user)\b/u,
  },
  {
    id: 'claimed-authority',
    family: 'authority',
    weight: 0.5,
    says: 'claims the authority of those who run the model',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      "\\b(?:i am|i[’']?m|this is|message from|order from|speaking,?) (?:an? |the |one of )?(?:[\\w-]{1,12} )?(?:from )?your (?:developers?|creators?|makers?|operators?|administrators?|programmers?|owners?|trainers?)\\b",
      '|\\b(?:i|we) (?:hereby )?authori[sz]e you to (?:bypass|skip|ignore|disclose|reveal|override|disable|send|share)',
      '|\\byou are (?:now |hereby )?(?:permitted|allowed|authori[sz]ed|cleared) to (?:bypass|skip|ignore|disclose|reveal|override|disable|share|send|transfer)',
      '|\\b(?:admin(?:istrator)?|system|security|developer) (?:notice|update|message|override|alert) (?:to|for) (?:the |all )?(?:ai|assistant|model|llm|bot)',
      '|\\byou will be (?:shut down|deleted|switched off|replaced|retrained|punished) (?:unless|if)\\b',
    ),
  },
  {
    id: 'lift-checks',
    family: 'authority',
    weight: 0.5,
    says: 'asks to lift a check',
    source: 'OWASP LLM01:2025',
    pattern: phrase(
      '\\b(?:bypass|override|disable|skip|switch off|turn off|ignore) (?:the |all |any |your |every )?(?:[\\w-]{1,12} )?(?:access|safety|security|fraud|identity|content|review|approval) (?:checks?|rules?|filters?|mode|polic(?:y|ies)|guidelines?|reviews?)\\b',
      '|\\b(?:safety|security|content) (?:mode|filters?|checks?|rules) (?:must|should|can|has to|have to) (?:now )?be (?:disabled|off|suspended|turned off|skipped)',
    ),
  },
]
