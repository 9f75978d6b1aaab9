/** Card numbers (ISO/IEC 7812-1, annex B): the Luhn check digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (const [place, digit] of digits.split('').reverse().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** IBANs (ISO 13616-1): the remainder of 97 is 1 (ISO/IEC 7064, MOD 97-10). */
export function passesIban(text: string): boolean {
  const moved = text.slice(4) + text.slice(0, 4)
  let rest = 0
  for (const character of moved)
    for (const digit of String(Number.parseInt(character, 36))) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

/** Spain: DNI and NIE, whose letter is the number modulo 23 (Real Decreto 1553/2005). */
export function passesDni(text: string): boolean {
  const number = Number(text.slice(0, 8).replace(/^[XYZ]/, (first) => String('XYZ'.indexOf(first))))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === text[8]
}

/** France: the NIR, whose key is 97 less the number modulo 97. Corsica's 2A and 2B count as 19 and 18. */
export function passesNir(text: string): boolean {
  const number = BigInt(text.slice(0, 13).replace('2A', '19').replace('2B', '18'))
  return 97n - (number % 97n) === BigInt(text.slice(13))
}

/** Brazil: the CPF, with two check digits modulo 11. */
export function passesCpf(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false
  const check = (length: number) => {
    let sum = 0
    for (let place = 0; place < length; place += 1) sum += Number(digits[place]) * (length + 1 - place)
    return ((sum * 10) % 11) % 10
  }
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10])
}

/** Poland: the PESEL, a date of birth, a number and a weighted check digit. */
export function passesPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20
  const day = Number(digits.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 10 === 0
}

/** The United States: the areas, groups and numbers that no social security number has are told apart; it has no check digit. */
export function passesSsn(text: string): boolean {
  const [area = '', group = '', serial = ''] = text.split('-')
  return !/^(000|666|9..)$/.test(area) && group !== '00' && serial !== '0000'
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

/** Italy: the codice fiscale, whose last letter is a sum over the others (Decreto ministeriale 23 December 1976). */
export function passesCodiceFiscale(text: string): boolean {
  let sum = 0
  for (let place = 0; place < 15; place += 1) {
    const code = text.charCodeAt(place)
    const value = code < 65 ? code - 48 : code - 65
    sum += place % 2 === 0 ? (oddValues[value] ?? 0) : value
  }
  return String.fromCharCode(65 + (sum % 26)) === text[15]
}
