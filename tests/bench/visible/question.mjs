//! Our edge with nothing to show but the question that the others ask, as theirs have.

import { client } from '../../harness/index.mjs'
import { question } from './answers.mjs'

const en = (text) => ({ en: text })

const SURVEY = {
  id: 'nps',
  kind: 'nps',
  questions: [
    {
      id: 'rating',
      type: 'nps',
      title: en(question.title),
      detail: en(question.description),
      low: en(question.low),
      high: en(question.high),
      comment: en(question.reason),
    },
  ],
  thanks: en(question.thanks),
  trigger: 'now',
}

/** Has `stack` ask it of everybody who comes. */
export async function askEverybody(stack) {
  const api = client(stack)
  const { results } = (await api.get('/v1/content?limit=100')).body
  for (const { kind, id, published_version } of results) {
    if (published_version) await api.send('POST', `/v1/content/${kind}/${id}/unpublish`)
  }
  await api.publish('survey', SURVEY)
}
