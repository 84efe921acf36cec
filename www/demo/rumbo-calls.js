// All that this page says to Rumbo goes through here, so that the developer panel can list it.

const EVENTS = [
  'checklist_started',
  'checklist_seen',
  'checklist_dismissed',
  'checklist_completed',
  'checklist_item_completed',
  'lesson_completed',
  'course_completed',
  'survey_shown',
  'survey_answered',
  'survey_dismissed',
  'page_viewed',
]

/** Lines of the log that are kept. */
const MAX_LINES = 100

const list = document.getElementById('log')
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' })

function write(kind, text) {
  const line = document.createElement('li')
  line.className = kind
  const at = document.createElement('time')
  at.textContent = time.format(Date.now())
  line.append(at, ` ${text}`)
  list.prepend(line)
  while (list.children.length > MAX_LINES) list.lastChild.remove()
  return line
}

/** Calls a method of `window.rumbo`; before the loader is in, the queue keeps the call. */
export function rumbo(method, ...args) {
  const queue = (window.rumbo ??= [])
  const text = `${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
  const line = write('sent', text)
  if (!queue[method]) queue.push([method, ...args])
  else
    queue[method](...args).then((acknowledged) =>
      line.classList.add(acknowledged ? 'stored' : 'refused'),
    )
}

/** Lists every event from now on. */
export function listen() {
  const queue = (window.rumbo ??= [])
  for (const type of EVENTS) {
    queue.push([
      'on',
      type,
      ({ type: _, ...about }) => write('heard', `${type} ${JSON.stringify(about)}`),
    ])
  }
}
