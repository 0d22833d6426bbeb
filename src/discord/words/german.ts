import { germanChallenge } from './challenge/german.ts';
import { pluralsOf, unitsOf } from './grammar.ts';
import type { Words } from './words.ts';

const plural = pluralsOf('de');

export const german: Words = {
  because: (reason) => `: „${reason}“`,
  units: unitsOf('de'),
  summary: {
    pictures: {
      'first frame': (count) => plural(count, { one: 'Startbild', other: `${count} Startbilder` }),
      'last frame': (count) => plural(count, { one: 'Endbild', other: `${count} Endbilder` }),
      'reference picture': (count) =>
        plural(count, { one: 'Referenzbild', other: `${count} Referenzbilder` }),
    },
    choices: { 'style reference': 'Stilvorlage' },
    flags: { sound: 'mit Ton', 'no sound': 'ohne Ton' },
    numbers: { 'seed ': (value) => `Seed ${value}` },
  },
  card: {
    removed: '🗑️ Die Moderation hat dieses Video entfernt.',
    removedByAuthor: '🗑️ Wer dieses Video erstellt hat, hat es gelöscht.',
    delivered: (link) => `✅ Fertig: ${link}`,
    forMember: (member) => `für ${member}`,
    cancel: 'Abbrechen',
    fullPrompt: 'Ganzer Prompt',
    tryAgain: '🔁 Noch einmal versuchen',
    editPrompt: '✏️ Prompt ändern',
    postNow: '📮 Jetzt posten',
    derived: {
      again: (member, parent) => `🎲 ${member} hat ${parent} noch einmal erstellt`,
      edit: (member, parent) => `✏️ ${member} hat ${parent} abgewandelt`,
      continue: (member, parent) => `🎞️ ${member} hat ${parent} fortgesetzt`,
      retry: (member, parent) => `🔁 ${member} hat ${parent} noch einmal versucht`,
    },
    held: (asked) => `✋ **Wartet auf Freigabe** durch die Moderation · angefragt ${asked}`,
    heldNote: 'Vorher wird nichts berechnet.',
    heldPrompt: 'Der Prompt steht hier, sobald ihn ein Moderator freigegeben hat.',
    queued: (where, asked) => `⏳ **In der Warteschlange** · ${where} · angefragt ${asked}`,
    place: (position, waiting) => `Platz ${position} von ${waiting}`,
    waiting: 'wartet',
    paused: (because) =>
      `⏸️ Die Moderation hat die Warteschlange dieses Servers angehalten${because}. Wartende Videos behalten ihren Platz.`,
    pictureWaits:
      '🖼️ Ein Bild lässt sich gerade nicht abholen oder an Scenario senden. Ich versuche es eine halbe Stunde lang weiter; andere Videos gehen solange vor.',
    standstill: {
      scenario:
        '⚠️ Scenario antwortet gerade nicht richtig. Es geht nichts verloren: Das Video geht von selbst weiter.',
      account:
        '⚠️ Scenario nimmt den Schlüssel des Bots nicht an, oder das Guthaben ist aufgebraucht. Es geht nichts verloren: Das Video geht weiter, sobald das behoben ist. Zuständig ist, wer den Bot betreibt.',
      disk: '⚠️ Der Speicher des Bots ist voll. Es geht nichts verloren: Das Video geht weiter, sobald wieder Platz ist. Zuständig ist, wer den Bot betreibt.',
    },
    sending: (since) => `📤 **Wird an Scenario gesendet** · begonnen ${since}`,
    checking: (since) => `🔎 **Wird geprüft** · begonnen ${since}`,
    checkingNote:
      'Scenario hat auf den Auftrag nicht geantwortet. Ich sehe nach, ob er angekommen ist; ein zweites Mal wird er nicht geschickt.',
    generating: (since) => `🎬 **Wird erstellt** · begonnen ${since}`,
    usually: (from, to) => `dauert meist ${from} bis ${to}`,
    fetching: (since) => `📥 **Video wird abgeholt** · begonnen ${since}`,
    posting: (since) => `📮 **Video wird gepostet** · begonnen ${since}`,
    fitting: (since) => `🗜️ **Wird verkleinert**, damit es auf diesen Server passt · begonnen ${since}`,
    cancelled: '🚫 **Abgebrochen** · dein Kontingent wurde nicht belastet.',
    cancelledBecause: (why) => `🚫 **Abgebrochen** · ${why}`,
    blocked: (why) => `🛡️ **Blockiert** · ${why}`,
    failed: (why) => `❌ **Fehlgeschlagen** · ${why}`,
    denied: (why) => `⛔ **Nicht erstellt** · ${why}`,
    undeliverable: (why) => `📭 **Konnte nicht gepostet werden** · ${why}`,
    noVideo: 'Es ist kein Video daraus geworden.',
    nothingCharged: 'Dein Kontingent wurde nicht belastet.',
  },
  result: {
    ready: (owner) => `${owner} dein Video ist fertig.`,
    took: (duration) => `dauerte ${duration}`,
    again: '🎲 Noch einmal',
    edit: '✏️ Ändern',
    continue: '🎞️ Fortsetzen',
    more: '⋯ Mehr',
    enter: '🏆 Teilnehmen',
    forChallenge: (title) => `Gemacht für den Wettbewerb „${title}“`,
    forChallengeNumber: (id) => `Gemacht für Wettbewerb #${id}`,
    postedAgain: (member) => `Noch einmal gepostet von ${member}.`,
    refitted: (limit, original) => `Auf ${limit} verkleinert${original}.`,
    original: (url, until) => `; Original: [Link](<${url}>)${until === undefined ? '' : `, ${until}`}`,
    noFile: {
      'too-large': 'Die Datei ist zu groß für diesen Server.',
      'no-uploads': 'Discord nimmt auf diesem Server zurzeit keine Dateien an.',
    },
    watch: 'Hier ansehen:',
    link: (url, until) => `[Ansehen oder herunterladen](${url}), ${until}.`,
    aboutAWeek: 'etwa eine Woche lang',
    untilMoment: (date, fromNow) => `bis ${date} (${fromNow})`,
  },
  failure: {
    'picture-unusable': (because) =>
      `Ein Bild ließ sich nicht verwenden${because}. Schick es noch einmal als JPEG oder PNG mit weniger als 20 MB.`,
    'request-refused': (because) =>
      `Scenario hat den Auftrag nicht angenommen${because}. Ändere die Einstellungen und versuch es noch einmal.`,
    'scenario-access': (because) =>
      `Das Scenario-Konto dieses Bots erlaubt dieses Video nicht${because}. Sag der Person Bescheid, die den Bot betreibt.`,
    'submit-lost':
      'Beim Bestellen des Videos ist die Verbindung zu Scenario abgebrochen, und dort ist kein Auftrag aufgetaucht. Versuch es noch einmal; taucht er doch noch auf, wird das Video hier gepostet.',
    'generation-failed': (because) =>
      `Das Video konnte nicht erstellt werden${because}. Versuch es noch einmal; beim nächsten Mal klappt es vielleicht.`,
    'no-output':
      'Scenario hat Erfolg gemeldet, aber kein Video erstellt; so antworten manche Sicherheitsfilter. Ändere den Prompt ein wenig und versuch es noch einmal.',
    'generation-timeout':
      'Scenario ist mit dem Video nicht rechtzeitig fertig geworden. Versuch es später noch einmal; wird es doch noch fertig, wird es hier gepostet.',
    'download-failed': (because) =>
      `Das Video wurde erstellt, ließ sich aber nicht von Scenario abholen${because}. Ich versuche es einen Tag lang weiter und poste es hier, falls es doch noch klappt. Sag der Person Bescheid, die den Bot betreibt.`,
    blocked: (because) =>
      `Der Sicherheitsfilter des Modells hat es abgelehnt${because}. Formuliere den Prompt um und versuch es noch einmal; oft liegt es an echten Personen, Marken oder Gewalt.`,
    'channel-unreachable':
      'Das Video ist fertig, konnte aber nicht gepostet werden: Den Kanal gibt es nicht mehr, oder ich darf dort nicht mehr posten. Bitte die Moderation, mir Zugriff zu geben.',
    'no-link':
      'Das Video ist fertig, aber zu groß für diesen Server, und Scenario hat keinen Link mehr dazu. Sag der Person Bescheid, die den Bot betreibt.',
    'video-gone':
      'Das Video wurde erstellt, aber seine Datei gibt es nicht mehr, weder hier noch bei Scenario. Frag es mit `/veo` noch einmal an.',
    'not-approved': (because) =>
      `Die Moderation hat es nicht freigegeben${because}. Frag die Moderation, wenn du nicht weißt, warum.`,
    'cancelled-by-moderator': (because) =>
      `Die Moderation hat es abgebrochen${because}. Frag die Moderation, wenn du nicht weißt, warum.`,
    'hold-expired': 'Niemand hat rechtzeitig darüber entschieden. Frag es mit `/veo` noch einmal an.',
  },
  direct: {
    ready: (jobId, link) => `Dein Video #${jobId} ist fertig: ${link}`,
    undeliverable: (jobId, channel, cardLink) =>
      `Dein Video #${jobId} ist fertig, aber ich konnte es nicht in ${channel} posten: Den Kanal gibt es nicht mehr, oder ich darf dort nicht mehr posten. ` +
      `Dein Kontingent wurde nicht belastet. Bitte die Moderation, mir Zugriff zu geben. (${cardLink})`,
    entryRefused: (entry, challenge, reason) =>
      `Die Moderation hat deinen **${entry}** bei **${challenge}** abgelehnt${reason}. Solange Beiträge angenommen werden, kannst du ein anderes Video einreichen. \`/veo-challenge mine\` zeigt, wie es um deine Beiträge steht.`,
    entryDisqualified: (entry, challenge, reason) =>
      `Dein **${entry}** bei **${challenge}** wurde ausgeschlossen${reason}. \`/veo-challenge mine\` zeigt, wie es um deine Beiträge steht. Wenn du das für einen Irrtum hältst, frag die Moderation.`,
  },
  challenge: germanChallenge,
};
