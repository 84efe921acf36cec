//! Spanish.

use super::Words;

pub(super) const WORDS: Words = Words {
    close: "Cerrar",
    minimise: "Minimizar",
    not_now: "Ahora no",
    ask_later: "Pregúntame más tarde",
    send: "Enviar",
    next: "Siguiente",
    mark_done: "Marcar como hecho",
    undo: "Deshacer",
    skip: "Omitir",
    done: "Hecho",
    skipped: "Omitido",
    locked: "Se abre al terminar los pasos anteriores",
    by_vendor: "Lo hacemos nosotros",
    by_anyone: "Puede hacerlo cualquiera de tu equipo",
    optional: "opcional",
    choose_any: "Elige todas las que correspondan",
    achieved: "Lo lograste",
    progress: &[("one", "{n} de {total} hecho"), ("other", "{n} de {total} hechos")],
    due: "Para el {day}",
    overdue: "Venció el {day}",
};
