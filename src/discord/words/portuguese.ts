import { portugueseChallenge } from './challenge/portuguese.ts';
import { pluralsOf, unitsOf } from './grammar.ts';
import type { Words } from './words.ts';

const plural = pluralsOf('pt-BR');

/** As it is spoken in Brazil. */
export const portuguese: Words = {
  because: (reason) => `: “${reason}”`,
  units: unitsOf('pt-BR'),
  summary: {
    pictures: {
      'first frame': (count) =>
        plural(count, { one: 'primeiro quadro', other: `${count} primeiros quadros` }),
      'last frame': (count) => plural(count, { one: 'último quadro', other: `${count} últimos quadros` }),
      'reference picture': (count) =>
        plural(count, { one: 'imagem de referência', other: `${count} imagens de referência` }),
    },
    choices: { 'style reference': 'referência de estilo' },
    flags: { sound: 'com som', 'no sound': 'sem som' },
    numbers: { 'seed ': (value) => `semente ${value}` },
  },
  card: {
    removed: '🗑️ A moderação removeu este vídeo.',
    removedByAuthor: '🗑️ Quem criou este vídeo o apagou.',
    delivered: (link) => `✅ Pronto: ${link}`,
    forMember: (member) => `para ${member}`,
    cancel: 'Cancelar',
    fullPrompt: 'Prompt completo',
    tryAgain: '🔁 Tentar de novo',
    editPrompt: '✏️ Editar o prompt',
    postNow: '📮 Postar agora',
    derived: {
      again: (member, parent) => `🎲 ${member} criou ${parent} de novo`,
      edit: (member, parent) => `✏️ ${member} editou ${parent}`,
      continue: (member, parent) => `🎞️ ${member} continuou ${parent}`,
      retry: (member, parent) => `🔁 ${member} tentou ${parent} de novo`,
    },
    held: (asked) => `✋ **Aguardando aprovação** da moderação · pedido ${asked}`,
    heldNote: 'Nada é cobrado antes disso.',
    heldPrompt: 'O prompt aparece aqui quando um moderador o aprovar.',
    queued: (where, asked) => `⏳ **Na fila** · ${where} · pedido ${asked}`,
    place: (position, waiting) => `${position}º de ${waiting}`,
    waiting: 'aguardando',
    paused: (because) =>
      `⏸️ A moderação pausou a fila deste servidor${because}. Os vídeos na fila mantêm o lugar.`,
    pictureWaits:
      '🖼️ No momento não dá para baixar uma imagem ou enviá-la ao Scenario. Continuo tentando por meia hora; enquanto isso, outros vídeos passam na frente.',
    standstill: {
      scenario:
        '⚠️ O Scenario não está respondendo direito no momento. Nada se perde: o vídeo continua sozinho.',
      account:
        '⚠️ O Scenario não aceita a chave do bot, ou os créditos acabaram. Nada se perde: o vídeo continua assim que quem cuida do bot resolver isso.',
      disk: '⚠️ O disco do bot está cheio. Nada se perde: o vídeo continua assim que quem cuida do bot abrir espaço.',
    },
    sending: (since) => `📤 **Enviando** ao Scenario · começou ${since}`,
    checking: (since) => `🔎 **Verificando** · começou ${since}`,
    checkingNote: 'O Scenario não respondeu ao pedido. Estou vendo se ele chegou; não envio uma segunda vez.',
    generating: (since) => `🎬 **Criando** o vídeo · começou ${since}`,
    usually: (from, to) => `costuma levar de ${from} a ${to}`,
    fetching: (since) => `📥 **Baixando** o vídeo · começou ${since}`,
    posting: (since) => `📮 **Postando** o vídeo · começou ${since}`,
    fitting: (since) => `🗜️ **Recodificando** o vídeo para caber neste servidor · começou ${since}`,
    cancelled: '🚫 **Cancelado** · nada foi descontado da sua cota.',
    cancelledBecause: (why) => `🚫 **Cancelado** · ${why}`,
    blocked: (why) => `🛡️ **Bloqueado** · ${why}`,
    failed: (why) => `❌ **Falhou** · ${why}`,
    denied: (why) => `⛔ **Não foi feito** · ${why}`,
    undeliverable: (why) => `📭 **Não deu para postar** · ${why}`,
    noVideo: 'Terminou sem vídeo.',
    nothingCharged: 'Nada foi descontado da sua cota.',
  },
  result: {
    ready: (owner) => `${owner} seu vídeo está pronto.`,
    took: (duration) => `levou ${duration}`,
    again: '🎲 De novo',
    edit: '✏️ Editar',
    continue: '🎞️ Continuar',
    more: '⋯ Mais',
    enter: '🏆 Participar',
    forChallenge: (title) => `Feito para o desafio “${title}”`,
    forChallengeNumber: (id) => `Feito para o desafio #${id}`,
    postedAgain: (member) => `Postado de novo por ${member}.`,
    refitted: (limit, original) => `Recodificado para caber em ${limit}${original}.`,
    original: (url, until) => `; vídeo original: [link](<${url}>)${until === undefined ? '' : `, ${until}`}`,
    noFile: {
      'too-large': 'O arquivo é grande demais para este servidor.',
      'no-uploads': 'O Discord não aceita arquivos neste servidor por enquanto.',
    },
    watch: 'Assista aqui:',
    link: (url, until) => `[Assistir ou baixar](${url}), ${until}.`,
    aboutAWeek: 'por cerca de uma semana',
    untilMoment: (date, fromNow) => `até ${date} (${fromNow})`,
  },
  failure: {
    'picture-unusable': (because) =>
      `Não deu para usar uma imagem${because}. Envie de novo em JPEG ou PNG com menos de 20 MB.`,
    'request-refused': (because) =>
      `O Scenario não aceitou o pedido${because}. Mude as configurações e tente de novo.`,
    'scenario-access': (because) =>
      `A conta do Scenario deste bot não permite este vídeo${because}. Avise quem cuida do bot.`,
    'submit-lost':
      'A conexão com o Scenario caiu enquanto o vídeo era pedido, e nenhum pedido apareceu lá. Tente de novo; se ele aparecer mesmo assim, o vídeo é postado aqui.',
    'generation-failed': (because) =>
      `Não deu para criar o vídeo${because}. Tente de novo; pode dar certo da próxima vez.`,
    'no-output':
      'O Scenario disse que deu certo, mas não criou nenhum vídeo; é assim que alguns filtros de segurança respondem. Mude um pouco o prompt e tente de novo.',
    'generation-timeout':
      'O Scenario não terminou o vídeo a tempo. Tente de novo mais tarde; se ele terminar mesmo assim, o vídeo é postado aqui.',
    'download-failed': (because) =>
      `O vídeo foi criado, mas não deu para baixá-lo do Scenario${because}. Continuo tentando por um dia e posto aqui se der certo. Avise quem cuida do bot.`,
    blocked: (because) =>
      `O filtro de segurança do modelo recusou o vídeo${because}. Reescreva o prompt e tente de novo; pessoas reais, marcas e violência são motivos comuns.`,
    'channel-unreachable':
      'O vídeo está pronto, mas não deu para postar: o canal não existe mais ou não posso mais postar nele. Peça à moderação para me dar acesso.',
    'no-link':
      'O vídeo está pronto, mas é grande demais para este servidor, e o Scenario não tem mais um link para ele. Avise quem cuida do bot.',
    'video-gone':
      'O vídeo foi feito, mas o arquivo dele não existe mais, nem aqui nem no Scenario. Peça de novo com `/veo`.',
    'not-approved': (because) =>
      `A moderação não aprovou o vídeo${because}. Pergunte à moderação se não souber o motivo.`,
    'cancelled-by-moderator': (because) =>
      `A moderação cancelou o vídeo${because}. Pergunte à moderação se não souber o motivo.`,
    'hold-expired': 'Ninguém decidiu a tempo. Peça de novo com `/veo`.',
  },
  direct: {
    ready: (jobId, link) => `Seu vídeo #${jobId} está pronto: ${link}`,
    undeliverable: (jobId, channel, cardLink) =>
      `Seu vídeo #${jobId} está pronto, mas não consegui postar em ${channel}: o canal não existe mais ou não posso mais postar nele. ` +
      `Nada foi descontado da sua cota. Peça à moderação para me dar acesso. (${cardLink})`,
    entryRefused: (entry, challenge, reason) =>
      `A moderação recusou sua **${entry}** em **${challenge}**${reason}. Enquanto as participações estiverem abertas, você pode enviar outro vídeo. \`/veo-challenge mine\` mostra como estão as suas.`,
    entryDisqualified: (entry, challenge, reason) =>
      `Sua **${entry}** em **${challenge}** foi desclassificada${reason}. \`/veo-challenge mine\` mostra como estão suas participações. Se achar que é um engano, pergunte à moderação.`,
  },
  challenge: portugueseChallenge,
};
