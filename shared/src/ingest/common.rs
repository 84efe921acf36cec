//! What the items of one request have in common, said once.

use serde_json::value::RawValue;

use super::{MAX_BODY_BYTES, object::Entries};

/// What a page says of all the items it sends together: it would be most of what each of them weighs.
#[derive(Debug)]
pub struct Common<'a> {
    anonymous_id: Option<&'a RawValue>,
    context: Vec<(String, &'a RawValue)>,
}

impl<'a> Common<'a> {
    /// The id of the browser, and where the calls of `n_items` were made. What would make more of the
    /// items than twice what a body may weigh is left out: no page says that.
    #[must_use]
    pub fn new(
        anonymous_id: Option<&'a RawValue>,
        context: Option<&'a RawValue>,
        n_items: usize,
    ) -> Self {
        let is_bearable = |text: &&RawValue| text.get().len() * n_items <= 2 * MAX_BODY_BYTES;
        let fields = context.filter(is_bearable).map(|text| serde_json::from_str(text.get()));
        // What is no object has no fields; whoever reads it as a context says so.
        let Entries(context) = fields.and_then(Result::ok).unwrap_or(Entries(vec![]));
        Self { anonymous_id: anonymous_id.filter(is_bearable), context }
    }

    /// `item` with what it leaves out: `anonymousId`, and fields of `context`. What it says itself
    /// holds. `None` if it lacks nothing, or is no object, which whoever reads it will say.
    #[must_use]
    pub fn complete(&self, item: &RawValue) -> Option<Box<RawValue>> {
        let Entries(mut fields) = serde_json::from_str(item.get()).ok()?;
        let own = value_of(&fields, "context");
        let context = self.context_with(own);
        // Null and the empty text are as good as absent, as in every id.
        let own = value_of(&fields, "anonymousId").map(RawValue::get);
        let id = self.anonymous_id.filter(|_| matches!(own, None | Some("null" | "\"\"")));
        if context.is_none() && id.is_none() {
            return None;
        }
        for (name, value) in [("anonymousId", id), ("context", context.as_deref())] {
            let Some(value) = value else { continue };
            match fields.iter_mut().find(|(it, _)| it == name) {
                Some((_, own)) => *own = value,
                None => fields.push((name.to_owned(), value)),
            }
        }
        serde_json::value::to_raw_value(&Entries(fields)).ok()
    }

    /// The context of an item that has `own`; `None` if nothing is to be added to that.
    fn context_with(&self, own: Option<&RawValue>) -> Option<Box<RawValue>> {
        let own = own.filter(|text| text.get() != "null").map_or("{}", RawValue::get);
        let Entries(mut fields) = serde_json::from_str(own).ok()?;
        let n_own = fields.len();
        for (name, value) in &self.context {
            if !fields[..n_own].iter().any(|(it, _)| it == name) {
                fields.push((name.clone(), value));
            }
        }
        if fields.len() == n_own {
            return None;
        }
        serde_json::value::to_raw_value(&Entries(fields)).ok()
    }
}

fn value_of<'a>(fields: &[(String, &'a RawValue)], name: &str) -> Option<&'a RawValue> {
    fields.iter().find(|(it, _)| it == name).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    fn completed(item: &str) -> Option<String> {
        let context = raw(r#"{"locale":"es","page":{"url":"/a","n":1.50}}"#);
        let common = Common::new(Some(raw(r#""anon-1""#)), Some(context), 1);
        common.complete(raw(item)).map(|item| item.get().to_owned())
    }

    #[test]
    fn an_item_is_given_what_it_leaves_out() {
        let got = completed(r#"{"type":"track","n":1.0}"#).unwrap();
        let context = r#""context":{"locale":"es","page":{"url":"/a","n":1.50}}"#;
        assert_eq!(got, format!(r#"{{"type":"track","n":1.0,"anonymousId":"anon-1",{context}}}"#));
        for nothing in ["null", r#""""#] {
            let got = completed(&format!(r#"{{"context":null,"anonymousId":{nothing}}}"#)).unwrap();
            assert_eq!(got, format!(r#"{{{context},"anonymousId":"anon-1"}}"#));
        }
    }

    #[test]
    fn what_it_says_itself_holds() {
        let own = r#"{"anonymousId":"anon-2","context":{"page":{},"groupId":"acme"}}"#;
        let want =
            r#"{"anonymousId":"anon-2","context":{"page":{},"groupId":"acme","locale":"es"}}"#;
        assert_eq!(completed(own).as_deref(), Some(want));
        let whole = r#"{"anonymousId":7,"context":{"page":null,"locale":"en"}}"#;
        assert_eq!(completed(whole), None);
    }

    #[test]
    fn what_is_no_object_is_left_as_it_is() {
        for item in ["7", "[]", "null", r#""text""#, r#"{"anonymousId":"a","context":[1]}"#] {
            assert_eq!(completed(item), None, "{item}");
        }
        for odd in ["[]", "7", "null"] {
            let common = Common::new(None, Some(raw(odd)), 1);
            assert!(common.complete(raw("{}")).is_none(), "{odd}");
        }
    }

    #[test]
    fn a_request_does_not_grow_without_bounds() {
        let context = format!(r#"{{"page":"{}"}}"#, "x".repeat(MAX_BODY_BYTES));
        let grown = |n| Common::new(None, Some(raw(&context)), n).complete(raw("{}"));
        assert!(grown(1).is_some());
        assert!(grown(2).is_none());
        let id = format!(r#""{}""#, "x".repeat(MAX_BODY_BYTES));
        let grown = |n| Common::new(Some(raw(&id)), None, n).complete(raw("{}"));
        assert!(grown(1).is_some());
        assert!(grown(2).is_none());
    }
}
