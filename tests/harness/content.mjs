//! Content to publish in tests: what is not said is what is least in the way.

const en = (text) => ({ en: text })

/** An item of a checklist. */
export const todo = (id, more = {}) => ({
  id,
  title: en(`Do ${id}`),
  detail: en('Because.'),
  completion: 'by_hand',
  ...more,
})

/** A checklist; items may be ids. */
export const checklist = (id, items, more = {}) => ({
  id,
  title: en(`List ${id}`),
  intro: en('Intro'),
  done: en(`All of ${id} done`),
  items: items.map((item) => (typeof item === 'string' ? todo(item) : item)),
  ...more,
})

/** A question; its id is its title too. */
export const question = (id, type, more = {}) => ({ id, type, title: en(`Q ${id}`), ...more })

/** A survey, due at once. */
export const survey = (id, questions, more = {}) => ({
  id,
  kind: 'custom',
  questions,
  thanks: en(`Thanks for ${id}`),
  trigger: 'now',
  ...more,
})

/** A lesson to read. */
export const lesson = (id, more = {}) => ({
  id,
  title: en(`Lesson ${id}`),
  content: { article: en(`Text of **${id}**`) },
  ...more,
})

/** A course; lessons may be ids. */
export const course = (id, lessons, more = {}) => ({
  id,
  title: en(`Course ${id}`),
  intro: en('Intro'),
  done: en(`All of ${id} learned`),
  lessons: lessons.map((it) => (typeof it === 'string' ? lesson(it) : it)),
  ...more,
})

/** A quiz of yes and no: the first option of each question is right. */
export const quiz = (questions, more = {}) => ({
  questions: questions.map((id) => ({
    id,
    title: en(`Q ${id}`),
    options: [
      { id: 'yes', label: en('Yes'), right: true },
      { id: 'no', label: en('No') },
    ],
  })),
  ...more,
})
