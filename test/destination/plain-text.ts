/** Gives what is alive, or broken, in a text that its chat shows as it is: of addresses, it makes links. */
export function plainFaults(text: string): readonly string[] {
  const addresses = text.match(/[a-z][a-z\d+.-]*:\/\/[^\s<>"]+/gi) ?? [];
  const words = text.replaceAll(/https?:\/\/\S+/gi, '');
  const faults = {
    'a turn of direction': /[\u202A-\u202E\u2066-\u2069]/.test(text),
    'half of a pair': !text.isWellFormed(),
    'control characters': /[^\P{Cc}\n\t]/u.test(text),
    'white space at its ends': text !== text.trim(),
    'an emoji code': /(?<!\d):[a-z_]+:/i.test(words),
    'an address that begins within a word': /[\p{L}\p{N}]https?:\/\//iu.test(text),
  };
  return [
    ...addresses
      .filter((address) => !/^https?:\/\/[^/?#@\s|]+(?:[/?#]|$)/i.test(address))
      .map((one) => `alive: ${one}`),
    ...Object.entries(faults).flatMap(([fault, found]) => (found ? [fault] : [])),
  ];
}
