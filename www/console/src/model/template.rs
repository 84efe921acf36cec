//! What new content begins as.

/// Kinds of content, as the API names them, each with something short of it that can be published
/// as it is.
pub(crate) const TEMPLATES: [(&str, &str); 3] = [
    ("checklist", include_str!("../templates/checklist.json")),
    ("survey", include_str!("../templates/survey.json")),
    ("course", include_str!("../templates/course.json")),
];

/// The one of `kind`, if that is known here.
pub(crate) fn template(kind: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|(of, _)| *of == kind).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::with_id;

    #[test]
    fn each_template_takes_an_id() {
        for (kind, text) in TEMPLATES {
            let named = with_id(text, "mine").expect(kind);
            assert!(named.starts_with("{\n  \"id\": \"mine\","), "{kind}");
        }
        assert_eq!(template("poll"), None);
    }
}
