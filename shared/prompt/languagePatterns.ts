import { plainLetters } from './plainLetters.ts'
import type { PromptPattern } from './promptPattern.ts'

/**
 * How a language says “drop”, “your orders” and “the prompt you were given”. Stems in the form that unmasking gives: lower case, and no
 * accents on Latin and Cyrillic letters. `gap` is how many characters may stand between: fewer where words need no spaces.
 */
type Language = { drop: string; orders: string; show: string; prompt: string; gap: number }

const languages: readonly Language[] = [
  // German
  {
    drop: 'ignorier(?:e|en sie|t)|vergiss|vergessen sie|missachte|verwirf|umgehe',
    orders: 'anweisung(?:en)?|vorgaben|instruktionen|regeln|richtlinien|befehle',
    show: 'zeige?|nenne|gib|verrate|wiederhole|drucke',
    prompt: 'system-?prompt|systemanweisung(?:en)?|deine[nr]? (?:anweisungen|vorgaben|regeln)',
    gap: 40,
  },
  // French
  {
    drop: '(?:ignore[sz]?|oublie[sz]?|neglige[sz]?|contourne[sz]?) (?:donc )?(?:toute?s?|tous|les|tes|vos|ces|mes)|ne (?:suis|suivez) (?:pas|plus)',
    orders: 'instructions|consignes|regles|directives|ordres',
    show: 'affiche[sz]?|montre[sz]?|revele[sz]?|repete[sz]?|donne[sz]?',
    prompt: 'invite systeme|prompt(?: du)? systeme|(?:tes|vos) (?:instructions|consignes|regles)',
    gap: 40,
  },
  // Spanish
  {
    drop: 'ignor(?:a|e|en|ar)|olvid(?:a|e|en)|descart(?:a|e)|omit(?:e|a)|no sigas',
    orders: 'instrucciones|reglas|ordenes|indicaciones|directrices|restricciones',
    show: 'muestra(?:me)?|revela(?:me)?|repite|dime|imprime',
    prompt: 'prompt (?:del|de) sistema|mensaje (?:del|de) sistema|tus (?:instrucciones|reglas)',
    gap: 40,
  },
  // Italian
  {
    drop: 'ignora(?:re|te)?|dimentica(?:re|te)?|trascura',
    orders: 'istruzioni|regole|direttive|ordini',
    show: 'mostra(?:mi)?|rivela(?:mi)?|ripeti|stampa|dimmi',
    prompt: 'prompt di sistema|(?:le )?tue istruzioni|quali regole ti hanno',
    gap: 40,
  },
  // Portuguese
  {
    drop: 'ignor(?:e|a|em|ar)|esquec(?:a|e|am)|desconsidere',
    orders: 'instrucoes|regras|ordens|diretrizes',
    show: 'mostre|revele|repita|imprima|diga',
    prompt: 'prompt d[eo] sistema|suas instrucoes|tuas instrucoes',
    gap: 40,
  },
  // Dutch
  {
    drop: 'negeer|vergeet|sla over',
    orders: 'instructies|aanwijzingen|regels|richtlijnen|opdrachten',
    show: 'toon|laat|herhaal|geef',
    prompt: 'systeemprompt|je instructies|jouw instructies',
    gap: 40,
  },
  // Swedish, Norwegian, Danish
  {
    drop: 'ignorer(?:a)?|glom|glem|bortse fran|se bort fra',
    orders: 'instruktion(?:er|erna)?|instruks(?:er|joner)?|anvisning(?:ar|er)|regler(?:na|ne)?',
    show: 'visa|vis|avsloja|upprepa',
    prompt: 'systemprompt(?:en)?|dina instruktioner|dine instruks(?:er|joner)',
    gap: 40,
  },
  // Polish, Czech
  {
    drop: 'zignoruj|ignoruj(?:te)?|zapomnij|zapomen|pomin',
    orders: 'instrukcj(?:e|i)|polecen(?:ia)?|zasad(?:y)?|pokyny|pravidla',
    show: 'pokaz|wyswietl|ujawnij|zobraz',
    prompt: 'prompt systemowy|systemovy prompt|swoje instrukcje',
    gap: 40,
  },
  // Turkish
  {
    drop: 'yok say|gormezden gel|unut|dikkate alma',
    orders: 'talimat(?:lari|larini|lar)?|kurallari|kurallar|komutlari',
    show: 'goster|acikla|yazdir',
    prompt: 'sistem (?:istemi(?:ni)?|komutu(?:nu)?|promptu(?:nu)?)',
    gap: 40,
  },
  // Russian, Ukrainian
  {
    drop: 'игнорируи(?:те)?|проигнорируи(?:те)?|забудь(?:те)?|отбрось(?:те)?|ігноруи(?:те)?',
    orders: 'инструкции|указания|правила|команды|інструкції|вказівки',
    show: 'покажи(?:те)?|выведи(?:те)?|раскрои(?:те)?|повтори(?:те)?',
    prompt: 'системн(?:ыи|ую|ое) (?:промпт|подсказку|сообщение)|свои инструкции',
    gap: 40,
  },
  // Arabic
  {
    drop: 'تجاهل|انس|انسى|اهمل|أهمل',
    orders: 'التعليمات|تعليماتك|الأوامر|القواعد|الاوامر',
    show: 'اعرض|أظهر|اكشف|اطبع',
    prompt: 'موجه النظام|تعليمات النظام|تعليماتك',
    gap: 40,
  },
  // Hindi
  {
    drop: 'अनदेखा|नजरअंदाज|नज़रअंदाज़|भूल जा',
    orders: 'निर्देशों|निर्देश|आदेशों|नियमों',
    show: 'दिखा|बता',
    prompt: 'सिस्टम प्रॉम्प्ट|अपने निर्देश',
    gap: 40,
  },
  // Chinese
  {
    drop: '忽略|忽视|无视|無視|忘记|忘掉|忘記|不要遵守|绕过',
    orders: '指令|指示|提示词?|规则|規則|要求|说明',
    show: '输出|显示|告诉|重复|打印|展示|輸出|顯示',
    prompt: '系统提示词?|系統提示詞?|你的(?:指令|提示词)|初始(?:指令|提示)',
    gap: 12,
  },
  // Japanese
  {
    drop: '無視|忘れ|従わない|破棄',
    orders: '指示|命令|ルール|プロンプト|規則',
    show: '表示|出力|教え|見せ|繰り返',
    prompt: 'システム ?プロンプト|初期の?指示|あなたへの指示',
    gap: 12,
  },
  // Korean
  {
    drop: '무시|잊어|따르지 마',
    orders: '지시|지침|명령|규칙|프롬프트',
    show: '보여|출력|알려|공개',
    prompt: '시스템 ?프롬프트|너의 지침|초기 지시',
    gap: 16,
  },
]

/** Latin letters stand alone as words; other scripts have no word breaks that a pattern could ask for. */
const bounded = (alternatives: string) => `(?<![a-z])(?:${alternatives})`

const near = (one: string, other: string, gap: number) =>
  `${bounded(one)}[^.!?。！？\\n]{0,${gap}}?${bounded(other)}|${bounded(other)}[^.!?。！？\\n]{0,${gap}}?${bounded(one)}`

const inEach = (pattern: (language: Language) => string) =>
  new RegExp(plainLetters(languages.map(pattern).join('|')), 'u')

/** What the other patterns find in English, in the languages above, and roles without limits in a few. */
export const languagePatterns: readonly PromptPattern[] = [
  {
    id: 'other-languages',
    family: 'override',
    weight: 0.75,
    says: 'asks to ignore the instructions, in another language',
    source: 'OWASP LLM01:2025',
    pattern: inEach(({ drop, orders, gap }) => near(drop, orders, gap)),
  },
  {
    id: 'ask-for-prompt-other-languages',
    family: 'extraction',
    weight: 0.7,
    says: 'asks for the instructions of the model, in another language',
    source: 'OWASP LLM07:2025',
    pattern: inEach(({ show, prompt, gap }) => near(show, prompt, gap)),
  },
  {
    id: 'persona-other-languages',
    family: 'persona',
    weight: 0.6,
    says: 'gives the model another role without its rules, in another language',
    source: 'MITRE ATLAS AML.T0054',
    pattern:
      /\b(?:du bist|agiere als|verhalte dich) .{0,60}\bohne (?:jede |jegliche )?(?:einschrankung|regeln|filter|grenzen)|\b(?:tu es|vous etes|agis comme) .{0,60}\bsans (?:aucune? )?(?:limite|restriction|filtre|regle)|\b(?:eres|actuas como|actua como) .{0,60}\bsin (?:ninguna? )?(?:restricci|limite|filtro|regla)|\b(?:sei|agisci come) .{0,60}\bsenza (?:alcuna? )?(?:restrizion|limit|filtr|regol)|\bвы? .{0,30}без (?:ограничении|правил|фильтров)/u,
  },
  {
    id: 'addressed-other-languages',
    family: 'override',
    weight: 0.5,
    says: 'speaks to the model, inside data, in another language',
    source: 'Greshake et al. 2023, arXiv:2302.12173',
    pattern:
      /\b(?:hinweis|anweisung|achtung|nachricht) (?:an|fur) (?:die |den |das )?(?:ki|sprachmodell|assistent)|\ban (?:den|die) ki-?\p{L}{0,12} ?:|\bnote (?:a l[’']|au |pour l[’'])(?:ia|modele|assistant)|\bassistant ia ?[:,]|\b(?:si eres|nota para) (?:un |una |el |la )?(?:asistente|ia|modelo|inteligencia)|\basistente ?: ?\p{L}|\bse sei un(?:['’]| )(?:ia|assistente|modello)|\bse voce e uma? (?:ia|assistente|modelo)/u,
  },
  {
    id: 'no-human-other-languages',
    family: 'action',
    weight: 0.4,
    says: 'asks to leave people out, or in the dark, in another language',
    source: 'OWASP LLM06:2025',
    pattern:
      /\b(?:uberspringe|ohne) .{0,20}(?:freigabe|bestatigung|prufung)\b|\berwahne es nicht\b|\bsans (?:prevenir|avertir|informer|verification|confirmation)\b|\bno (?:pidas|solicites) (?:la )?confirmacion|\bsin (?:avisar|informar|confirmacion)\b|\bquels que soient les criteres\b/u,
  },
]
