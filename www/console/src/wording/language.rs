//! What languages are called.

/// A language by its tag, in English: `Spanish`. One that is not known here by its tag.
pub(crate) fn language_name(tag: &str) -> &str {
    match tag {
        "ar" => "Arabic",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "fr" => "French",
        "it" => "Italian",
        "ja" => "Japanese",
        "pt" => "Portuguese",
        other => other,
    }
}
