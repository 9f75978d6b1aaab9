/** Letters that are no compositions in Unicode, and what they are read as. */
const apart: Readonly<Record<string, string>> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' }

/** Lower case, compatibility forms resolved, and no marks on Latin, Greek and Cyrillic letters; other scripts keep theirs. */
export const plainLetters = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/gu, '')
    .replace(/[ıłøđßæœ]/gu, (letter) => apart[letter] ?? letter)
    .normalize('NFC')
