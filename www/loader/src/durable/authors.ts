// In whose name a stored call is sent.

import type { Who } from '../wire'

/** One object for each stored author: a request carries the calls of one. */
const known = new Map<string, Who>()

/**
 * `present` if that is who made the call, so that a fresh token is used and the answer is shown.
 * Somebody who has said more of themselves since (who they are, or in which account) is the same.
 */
export function authorOf(stored: Who, present: Who): Who {
  const { userId, groupId, anonymousId } = stored
  const isSame =
    (userId ? userId === present.userId : anonymousId === present.anonymousId) &&
    (!groupId || groupId === present.groupId)
  if (isSame) return present
  const name = JSON.stringify([userId, groupId, anonymousId, stored.token])
  const author = known.get(name) ?? stored
  known.set(name, author)
  return author
}
