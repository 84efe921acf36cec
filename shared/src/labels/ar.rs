//! Arabic.

use super::Words;

pub(super) const WORDS: Words = Words {
    close: "إغلاق",
    minimise: "تصغير",
    not_now: "ليس الآن",
    ask_later: "اسألني لاحقًا",
    send: "إرسال",
    next: "التالي",
    mark_done: "وضع علامة مكتمل",
    undo: "تراجع",
    skip: "تخطٍّ",
    done: "مكتمل",
    skipped: "تم تخطيه",
    locked: "يُفتح عند إكمال الخطوات السابقة",
    by_vendor: "نقوم بذلك من أجلك",
    by_anyone: "يمكن لأي شخص في فريقك القيام بذلك",
    optional: "اختياري",
    choose_any: "اختر كل ما ينطبق",
    achieved: "لقد نجحت",
    progress: &[
        ("zero", "لم يكتمل شيء من {total}"),
        ("one", "اكتملت خطوة واحدة من {total}"),
        ("two", "اكتملت خطوتان من {total}"),
        ("few", "اكتملت {n} خطوات من {total}"),
        ("many", "اكتملت {n} خطوة من {total}"),
        ("other", "اكتمل {n} من {total}"),
    ],
    due: "موعده {day}",
    overdue: "كان موعده {day}",
};
