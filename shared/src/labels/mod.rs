//! The widget's own words.
//!
//! The edge picks the language and sends the words with the state, so the browser
//! carries none that its reader does not need.

mod ar;
mod en;
mod es;
mod pt;

use serde::{Deserialize, Serialize};

use crate::{text::Locale, training::Mark, wording::Wording};

/// Makes [`Labels`], which travel, and [`Words`], which are written down here, of one list.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The words of one language, a list on the wire: nineteen fields that are read one by
        /// one weigh a kilobyte in the widget's Wasm.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct Labels(Vec<String>);

        #[expect(non_camel_case_types, reason = "named as the words are")]
        enum Place { $($name,)* }

        impl Labels {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self) -> &str {
                    self.0.get(Place::$name as usize).map_or("", String::as_str)
                }
            )*
        }

        /// The words of one language, as they stand in its file.
        struct Words {
            $($name: &'static str,)*
            /// How far somebody is, by plural form of `{n}`; the last is for all other forms.
            progress: &'static [(&'static str, &'static str)],
            /// When something is due; `{day}` is the day.
            due: &'static str,
            /// When something was due.
            overdue: &'static str,
            /// How long something takes; `{n}` is the minutes.
            minutes: &'static str,
            /// What a quiz came to.
            score: &'static str,
            /// Saves a certificate.
            download: &'static str,
        }

        impl Words {
            fn labels(&self) -> Labels {
                Labels(vec![$(self.$name.to_owned(),)*])
            }
        }
    };
}

labels! {
    /// Closes the widget.
    close,
    /// Makes a checklist as small as a button.
    minimise,
    /// Sends a question away.
    not_now,
    /// Asks for it to come later.
    ask_later,
    /// Sends an answer.
    send,
    /// Sends an answer when there is more to ask.
    next,
    /// Marks an item as done.
    mark_done,
    /// Takes that back.
    undo,
    /// Leaves an item out.
    skip,
    /// State of an item that is done.
    done,
    /// State of an item that was left out.
    skipped,
    /// State of an item that waits for the ones before it.
    locked,
    /// Of an item that the vendor's staff does.
    by_vendor,
    /// Of an item that anybody in the account does for all.
    by_anyone,
    /// Beside a field that may stay empty.
    optional,
    /// Above options of which several may be chosen.
    choose_any,
    /// Before what was achieved.
    achieved,
    /// Opens a course.
    open_course,
    /// Goes on with a course.
    resume,
    /// Of what is on its way for long.
    waiting,
    // From here on, only the edge draws with them: see `for_browser`.
    /// Opens a lesson.
    open_lesson,
    /// Goes back to the list of lessons.
    all_lessons,
    /// Marks a lesson as done.
    finish_lesson,
    /// Leads to a video.
    watch,
    /// What is said in a video.
    transcript,
    /// Leads to a page elsewhere.
    open_page,
    /// The questions of a course.
    quiz,
    /// Hands a quiz in.
    check_answers,
    /// Of a quiz that was passed.
    passed,
    /// Of a quiz that was not.
    not_passed,
    /// Of a quiz that may not be tried again.
    no_attempt_left,
    /// Leads to a certificate.
    certificate,
    /// Of what cannot be sent yet.
    unanswered,
    /// Of what cannot be done any more.
    changed,
}

/// Languages that the widget speaks.
const LANGUAGES: [(&str, &Words); 4] =
    [("en", &en::WORDS), ("es", &es::WORDS), ("pt", &pt::WORDS), ("ar", &ar::WORDS)];

fn words_of(locale: &Locale) -> &'static Words {
    let language = locale.language();
    LANGUAGES.iter().find(|(tag, _)| *tag == language).map_or(&en::WORDS, |(_, words)| words)
}

impl Labels {
    /// The words for a reader of `locale`; English where we have no better.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        words_of(locale).labels()
    }

    /// Without the words that only the edge needs: those of courses, and of what is told.
    #[must_use]
    pub fn for_browser(&self) -> Self {
        Self(self.0.iter().take(Place::open_lesson as usize).cloned().collect())
    }

    /// How many of `total` are done, in words: for none of them, for one, and so on.
    #[must_use]
    pub fn counts(locale: &Locale, total: usize, wording: &dyn Wording) -> Vec<String> {
        let forms = words_of(locale).progress;
        let number = |n: usize| wording.number(u32::try_from(n).unwrap_or(u32::MAX));
        (0..=total)
            .map(|n| {
                let form = wording.plural(u32::try_from(n).unwrap_or(u32::MAX));
                let text = forms.iter().find(|(name, _)| *name == form).or(forms.last());
                let text = text.map_or("", |(_, text)| text);
                text.replace("{n}", &number(n)).replace("{total}", &number(total))
            })
            .collect()
    }

    /// That something is or was due on `day`.
    #[must_use]
    pub fn due(locale: &Locale, day: &str, is_overdue: bool) -> String {
        let words = words_of(locale);
        let text = if is_overdue { words.overdue } else { words.due };
        text.replace("{day}", day)
    }

    /// That something takes so many `minutes`.
    #[must_use]
    pub fn minutes(locale: &Locale, minutes: &str) -> String {
        words_of(locale).minutes.replace("{n}", minutes)
    }

    /// Saves a certificate. On a page of its own, so it does not travel with the widget.
    #[must_use]
    pub fn download(locale: &Locale) -> &'static str {
        words_of(locale).download
    }

    /// What a quiz came to.
    #[must_use]
    pub fn score(locale: &Locale, mark: Mark, wording: &dyn Wording) -> String {
        let text = words_of(locale).score.replace("{right}", &wording.number(mark.right));
        text.replace("{of}", &wording.number(mark.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::Plain;

    #[test]
    fn speaks_the_readers_language_or_english() {
        let counts = |tag: &str| Labels::counts(&Locale::from(tag.to_owned()), 3, &Plain);
        assert_eq!(counts("es-AR")[..3], ["0 de 3 hechos", "1 de 3 hecho", "2 de 3 hechos"]);
        assert_eq!(counts("de")[1], "1 of 3 done");
        assert_eq!(counts("pt-br")[2], "2 de 3 concluídos");
        let due = |is_overdue| Labels::due(&Locale::from("es".to_owned()), "24 nov", is_overdue);
        assert_eq!([due(false), due(true)], ["Para el 24 nov", "Venció el 24 nov"]);
    }

    #[test]
    fn no_language_lacks_a_word() {
        for (tag, _) in LANGUAGES {
            let labels = Labels::of(&Locale::from(tag.to_owned()));
            assert!(labels.0.iter().all(|text| !text.trim().is_empty()), "{tag} {labels:?}");
            assert_eq!((labels.0[0].as_str(), labels.achieved()), (labels.close(), &*labels.0[16]));
        }
    }
}
