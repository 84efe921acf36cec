//! Sample accounts for the demo workspace: `node www/dev/samples.mjs URL`, with a server key
//! in `RUMBO_SERVER_KEY`.
//!
//! Everything goes through the front door, as pages and servers would send it, and has a
//! fixed id: a second run changes nothing.

const writeKey = process.env.RUMBO_SERVER_KEY
const DAY_MS = 24 * 60 * 60 * 1000

/** Each user: id, name, days since they were last there, what they did, rating, comment. */
const ACCOUNTS = [
  {
    id: 'northwind',
    name: 'Northwind Traders',
    plan: 'scale',
    users: [
      [
        'nadia',
        'Nadia Haddad',
        0,
        ['Process Created', 'Tool Connected', 'Teammate Invited', 'Process Run'],
        10,
        'Approvals that took a week now take a day.',
      ],
      [
        'tomas',
        'Tomás Vidal',
        1,
        ['Process Created', 'Process Run'],
        9,
        'Easy to hand over when somebody is away.',
      ],
      ['grace', 'Grace Okafor', 2, ['Process Run'], 8, ''],
    ],
  },
  {
    id: 'lumen',
    name: 'Lumen Health',
    plan: 'team',
    users: [
      [
        'oskar',
        'Oskar Lind',
        3,
        ['Process Created', 'Tool Connected'],
        7,
        'Good. I miss a calendar view.',
      ],
      [
        'amira',
        'Amira Salah',
        9,
        ['Process Created'],
        6,
        'Two of our tools cannot be connected yet.',
      ],
    ],
  },
  {
    id: 'ferro',
    name: 'Ferro & Hijos',
    plan: 'team',
    users: [
      [
        'julia',
        'Julia Ferro',
        0,
        ['Process Created', 'Teammate Invited', 'Process Run'],
        9,
        'Nos ha ordenado el almacén.',
      ],
      ['bruno', 'Bruno Ferro', 0, ['Process Run'], 10, ''],
    ],
  },
  {
    id: 'pico',
    name: 'Pico Studio',
    plan: 'starter',
    users: [
      [
        'wen',
        'Wen Li',
        34,
        ['Process Created'],
        3,
        'We set it up once and did not come back to it.',
      ],
    ],
  },
  {
    id: 'arbor',
    name: 'Arbor Legal',
    plan: 'starter',
    users: [['hugo', 'Hugo Bernard', 12, [], null, '']],
  },
]

const [url] = process.argv.slice(2)
await Promise.all(ACCOUNTS.map(fill))

async function fill(account) {
  for (const user of account.users) await live(account, user)
}

/** Lets one user do what they did. */
async function live(
  { id: groupId, name, plan },
  [userId, userName, daysAgo, events, rating, comment],
) {
  const timestamp = new Date(Date.now() - daysAgo * DAY_MS).toISOString()
  const messageId = (what) => `sample-${groupId}-${userId}-${what}`
  const item = (type, what, fields) => ({
    type,
    userId,
    messageId: messageId(what),
    timestamp,
    context: { groupId },
    ...fields,
  })
  const looker = { writeKey, userId, groupId, context: { locale: 'en' } }
  await post('/v1/placements', {
    ...looker,
    batch: [
      item('identify', 'identify', {
        traits: { name: userName, email: `${userId}@${groupId}.example` },
      }),
      item('group', 'group', { groupId, traits: { name, plan } }),
      ...events.map((event) => item('track', event, { event })),
    ],
    start: rating === null ? [] : ['nps'],
  })
  if (rating === null) return
  const command = {
    id: messageId('answer'),
    placement: 'nps',
    type: 'answer',
    rating: String(rating),
    comment,
  }
  await post('/v1/commands', { ...looker, commands: [command] })
}

async function post(path, body) {
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })
  const answer = await response.json()
  const rejected = answer.results?.find(({ status }) => status === 'rejected')
  if (!response.ok || rejected) throw new Error(`${path}: ${JSON.stringify(rejected ?? answer)}`)
}
