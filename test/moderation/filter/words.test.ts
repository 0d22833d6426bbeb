import { describe, expect, test } from 'vitest';
import { filterOf, slicesOf } from './support.ts';

describe('a word is found', () => {
  test.each([
    ['badword', 'badword'],
    ['in capitals', 'BADWORD'],
    ['between other words', 'a badword here'],
    ['before punctuation', 'badword!'],
    ['in quotes', '"badword"'],
    ['with its letters apart', 'b a d w o r d'],
    ['with its letters apart by punctuation', 'b.a.d-w.o.r.d'],
    ['with its letters apart after an article', 'a b a d w o r d'],
    ['in leetspeak', 'b4dw0rd'],
    ['in leetspeak with letters apart', 'b 4 d w 0 r d'],
    ['with a symbol as a letter', 'b@dword'],
    ['in Cyrillic look-alikes', 'bаdwоrd'],
    ['in Greek look-alikes', 'bαdwοrd'],
    ['in full width', 'ｂａｄｗｏｒｄ'],
    ['in mathematical letters', '𝓫𝓪𝓭𝔀𝓸𝓻𝓭'],
    ['in circles', 'ⓑⓐⓓⓦⓞⓡⓓ'],
    ['in squares', '🅱🅰🅳🆆🅾🆁🅳'],
    ['with accents', 'bádwörd'],
    ['with combining marks', 'b\u0301a\u0336d\u0336word'],
    ['with zero-width characters', 'b\u200ba\u200dd\u2060w\ufefford'],
    ['with soft hyphens', 'bad\u00adword'],
    ['with direction marks', 'bad\u202eword'],
    ['with control characters', 'bad\u0000word'],
    ['with a letter stretched', 'baaadword'],
    ['with a letter doubled that seldom is', 'baadword'],
    ['with several letters doubled', 'badwoordd'],
    ['in everything at once', 'B\u200b4\u0301аАdｗ0rd'],
  ])('%s: %s', (_, text) => {
    expect(slicesOf(filterOf('badword'), text)).toHaveLength(1);
  });

  test.each([
    ['ass', '@ss'],
    ['ass', 'a$$'],
    ['ass', 'a$$!'],
    ['ass', '@$$'],
    ['ass', 'a55'],
    ['ass', 'a s s'],
    ['ass', 'you ASSSS'],
    ['shit', 'sh!t'],
    ['shit', '(sh!t!)'],
    ['shit', '5h1t'],
    ['idiot', '!diot'],
    ['idiot', '1d10t'],
    ['idiot', 'ІDIОT'],
    ['idiot', 'ıdıot'],
    ['blood', 'bIood'],
    ['igloo', 'igIoo'],
    ['nation', 'natIon'],
    ['slut', 's1ut'],
    ['slut', 's|ut'],
    ['cunt', '(unt'],
  ])('%s, written %s', (word, text) => {
    expect(slicesOf(filterOf(word), text)).toHaveLength(1);
  });
});

describe('an innocent text is not found', () => {
  test.each([
    ['ass', 'a class of assassins in a glass bass, passing'],
    ['ass', 'as soon as possible'],
    ['ass', 'a 45s clip for 455 dollars'],
    ['asso', 'as soon as'],
    ['cunt', 'Scunthorpe'],
    ['sex', 'Essex, Sussex and a sextant'],
    ['cock', 'a cocktail with a peacock'],
    ['rape', 'a grape on drapes'],
    ['rapist', 'the therapist'],
    ['penis', 'my pen is here'],
    ['hell', 'Hello, shell'],
    ['hell', "he'll"],
    ['tit', 'a titan, a title'],
    ['god', 'good'],
    ['as', 'ass'],
    ['badword', 'bad word'],
    ['ss', 'hold for 5 s, then 5s more'],
    ['ca', 'c4'],
    ['a$$', 'a'],
    ['88', '888'],
    ['1488', 'in 14888 days'],
    ['рот', 'pot'],
    ['café', 'cafe'],
    ['schön', 'schon'],
    ['バカ', 'バカンス'],
  ])('%s in: %s', (word, text) => {
    expect(slicesOf(filterOf(word), text)).toEqual([]);
  });
});

describe('a word in other letters is found', () => {
  test.each([
    ['schön', 'SCHÖN'],
    ['schön', 'scho\u0308n'],
    ['schön', 's c h ö n'],
    ['straße', 'STRASSE'],
    ['σοφός', 'ΣΟΦΌΣ'],
    ['сука', 'СУКА'],
    ['сука', 'cука'],
    ['爆弾', 'これは爆弾です'],
    ['バカ', 'バカだ'],
    ['ﾊﾞｶ', 'バカ'],
    ['폭탄', '폭탄 하나'],
    ['ระเบิด', 'วางระเบิดที่นี่'],
    ['قنبلة', 'قـــنبلة هنا'],
    ['हिंदी', 'यह हिंदी है'],
  ])('%s in: %s', (word, text) => {
    expect(slicesOf(filterOf(word), text)).toHaveLength(1);
  });
});

describe('a phrase', () => {
  test.each([
    'red lamp',
    'RED   LAMP',
    'red\n\tlamp',
    'red-lamp',
    'red_lamp',
    'r3d l@mp',
    'r e d  l a m p',
    'the red\u00a0lamp',
    'rеd lаmp',
  ])('is found in: %s', (text) => {
    expect(slicesOf(filterOf('red lamp'), text)).toHaveLength(1);
  });

  test.each(['redlamp', 'red lamps', 'bored lamp', 'red big lamp', 'lamp red'])(
    'is not found in: %s',
    (text) => {
      expect(slicesOf(filterOf('red lamp'), text)).toEqual([]);
    },
  );

  test('of single letters also is a word', () => {
    expect(slicesOf(filterOf('f.o.o'), 'foo, f o o')).toEqual(['foo']);
  });
});

describe('a match', () => {
  test('says which rule, what to do and where in the text as it was written', () => {
    const text = 'see 𝕒 b\u200bа\u0301dw0rd!';
    expect(filterOf('badword').check(text)).toEqual([
      { ruleId: 0, kind: 'word', action: 'refuse', start: 7, end: 16, slice: 'b\u200bа\u0301dw0rd' },
    ]);
  });

  test('is the first place of each rule, in the order of the text', () => {
    expect(slicesOf(filterOf('one', 'two', 'one more'), 'two ONE one more two')).toEqual([
      'two',
      'ONE',
      'one more',
    ]);
  });
});
