//! Portuguese.

use super::Words;

pub(super) const WORDS: Words = Words {
    close: "Fechar",
    minimise: "Minimizar",
    not_now: "Agora não",
    ask_later: "Pergunte mais tarde",
    send: "Enviar",
    next: "Próxima",
    mark_done: "Marcar como concluído",
    undo: "Desfazer",
    skip: "Pular",
    done: "Concluído",
    skipped: "Pulado",
    locked: "Abre quando as etapas anteriores estiverem concluídas",
    by_vendor: "Nós fazemos isso por você",
    by_anyone: "Qualquer pessoa da sua equipe pode fazer",
    optional: "opcional",
    choose_any: "Escolha todas que se aplicam",
    achieved: "Você conseguiu",
    progress: &[("one", "{n} de {total} concluído"), ("other", "{n} de {total} concluídos")],
    due: "Até {day}",
    overdue: "Venceu em {day}",
};
