// What the next page of the visit shows until the edge has answered it.

import { toJson } from '../json'
import type { Entry, Queue } from '../outbox'
import type { Answer, Placement, Who } from '../wire'

/** The answer that was looked at last, whole. */
let latest: Answer | undefined
/** Whose it is, and where it is left: the loader's `restore` looks there. */
let author: Who
let key: string | undefined
/** What is left there. */
let left: Answer | undefined

/**
 * Leaves what is drawn to the next page, if it is for any page, and nothing that the person did to it
 * is on its way.
 */
export function leaveToNextPage(queue: Queue, writeKey: string, who: Who): void {
  try {
    const now = [writeKey, who.userId, who.groupId].join()
    if (queue.latest && queue.latest !== latest) {
      if (now !== key) leaveNothing()
      key = now
      author = who
      latest = queue.latest = whole(queue.latest)
    }
    const first = latest?.placements[0]
    const isTheirs = now === key && who === author
    if (!isTheirs || !latest?.lasts || !first || !latest.css || queue.some(isAhead)) {
      leaveNothing()
    } else if (left !== latest) {
      left = latest
      sessionStorage[key!] = toJson(drawing(latest, first))
    }
  } catch {
    // Storage is blocked or full: the next page waits for the edge.
  }
}

/** With what the page before has left, which the edge did not send again. */
function whole(answer: Answer): Answer {
  if (answer.html && answer.css) return answer
  const before: Partial<Answer> = JSON.parse(sessionStorage[key!] ?? '{}')
  return answer.html || before.etag === answer.etag ? { ...before, ...answer } : answer
}

/** What it takes to draw. What was seen on this page is no news on the next. */
function drawing({ etag, html, state, css, widget }: Answer, first: Placement): Partial<Answer> {
  return { etag, html, state, css, widget, placements: [{ ...first, seen: true }] }
}

function leaveNothing(): void {
  left = undefined
  if (key) sessionStorage.removeItem(key)
}

/** Whether the page is ahead of the edge by this call. */
function isAhead({ list, load }: Entry): boolean {
  return list === 'commands' && load.type !== 'seen'
}
