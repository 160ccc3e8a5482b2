//! The columns of the table: standings, and who stands in them at each stage of the seeded cases.

use crate::viewer::Viewer;

/// The organisation next door, where somebody else's case is.
pub const NEXT_DOOR: &str = "nextdoor";
/// The organisation under the other procedure, where a complaints officer judges.
pub const WITH_OFFICER: &str = "izw";
/// The organisation under a third one, where somebody handles a complaint alone.
pub const WITH_HANDLER: &str = "stadhuis";

/// The standings, by the short names that head the table.
pub const COLUMNS: &[(&str, &str)] = &[
    ("com", "complainant"),
    ("cfc", "confidant of the complainant"),
    ("acc", "accused, informed"),
    ("cfa", "confidant of the accused"),
    ("inv", "involved staff, informed"),
    ("mgr", "manager of a step"),
    ("off", "complaints officer, or who handles a complaint alone"),
    ("mem", "seated commission"),
    ("sec", "secretary of the commission"),
    ("brd", "board"),
    ("unb", "board, without having accepted the confidentiality duty"),
    ("uni", "accused, not informed"),
    ("out", "staff who have no part in the case"),
    ("adm", "administrator"),
    ("nxt", "board of the organisation next door"),
    ("gst", "not logged in"),
];

/// How far the seeded cases have come when everybody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Noor complained about Sander, and keeps a document to herself.
    Filed,
    /// The commission has its seats.
    Seated,
    /// Receipt is acknowledged, and the complaint taken up.
    TakenUp,
    /// Sander and Fatima know of it, Yusuf stands beside Noor and Karim beside Sander, and Joost sees to the organisation's
    /// papers; everybody handed something in, a care document waits for consent, and Sander challenges a member.
    Informed,
    /// Noor consented, and the challenge is decided.
    Scheduled,
    /// Noor revoked her consent; the commission deliberated and has a draft.
    Heard,
    /// The verdict is out, and the board considers a measure.
    Issued,
    Measured,
    /// Noor said how satisfied she is, and there is something left to do.
    Closed,
    /// Another case, about Joost: not taken up, and to be forwarded.
    Declined,
    /// It was forwarded.
    Forwarded,
    /// It is known what came of it.
    Overseen,
    /// Another case, about Joost: withdrawn.
    Withdrawn,
    /// Another case: about names, of which one is identified as Joost.
    Named,
    /// A signal that Joost registered: Noor rang about Sander.
    Signalled,
    /// Sander is invited, Karim stands beside Noor, and there were talks.
    Talked,
    /// It was written down.
    TakenDown,
    /// Noor signed it, and can explain it.
    Offered,
    /// She did, Karim left, and Joost answered for the board.
    Answered,
    /// Another signal, which was solved.
    Settled,
    /// A case under the other procedure: an officer heard both sides and has a draft.
    Advised,
    /// A case under a third procedure, which Joost handles.
    Handled,
    /// Its term is extended and stands still, the hearing is waived, and Noor handed something in late.
    Waived,
    /// What does not belong to a case.
    Around,
}

impl Stage {
    /// All of them, in order.
    #[rustfmt::skip]
    pub const ALL: &[Self] = &[
        Self::Filed, Self::Seated, Self::TakenUp, Self::Informed, Self::Scheduled, Self::Heard, Self::Issued, Self::Measured,
        Self::Closed, Self::Declined, Self::Forwarded, Self::Overseen, Self::Withdrawn, Self::Named, Self::Signalled, Self::Talked,
        Self::TakenDown, Self::Offered, Self::Answered, Self::Settled, Self::Advised, Self::Handled, Self::Waived, Self::Around,
    ];

    /// Whether the case is that of the stage before.
    pub fn goes_on(self) -> bool {
        let begins =
            [Self::Filed, Self::Declined, Self::Withdrawn, Self::Named, Self::Signalled, Self::Settled, Self::Advised, Self::Handled];
        !begins.contains(&self)
    }

    /// Whether those who may have a part in the case try every command. At the other stages they try what is open to anybody.
    pub fn in_full(self) -> bool {
        matches!(self, Self::Informed | Self::Closed | Self::Talked | Self::Advised | Self::Around)
    }

    /// Whether who has no part in the case tries them too.
    pub fn by_anybody(self) -> bool {
        matches!(self, Self::Informed | Self::Talked | Self::Around)
    }

    /// Whether everything is looked for by its id, and also by who has no part in the case. At the other stages only what is new
    /// since the stage before.
    pub fn by_ids(self) -> bool {
        self.in_full() || matches!(self, Self::Filed | Self::Heard | Self::Withdrawn | Self::Waived)
    }

    /// Where the case is.
    pub fn organisation(self) -> &'static str {
        match self {
            Self::Advised => WITH_OFFICER,
            Self::Handled | Self::Waived => WITH_HANDLER,
            _ => "wij30",
        }
    }

    /// In the case that goes through the whole procedure, or around it: whether everybody takes part who will.
    fn everybody(self) -> bool {
        (Self::Informed..=Self::Closed).contains(&self) || self == Self::Around
    }

    /// Whether those complained of are informed.
    fn informed(self) -> bool {
        self.everybody() || (Self::Talked..=Self::Answered).contains(&self) || (Self::Advised..=Self::Waived).contains(&self)
    }

    /// Whether there is a commission.
    fn seated(self) -> bool {
        (Self::Seated..=Self::Overseen).contains(&self) || self == Self::Around
    }

    /// Whether somebody runs a step, or registered the signal.
    fn managed(self) -> bool {
        self.everybody() || (Self::Signalled..=Self::Settled).contains(&self)
    }
}

/// Who stands in a column at a stage; `None` where nobody does.
pub fn viewer(column: &str, stage: Stage) -> Option<Viewer> {
    let here = |name| Some(Viewer { person: Some((stage.organisation(), name)) });
    match column {
        "com" => here("noor"),
        "cfc" if (Stage::Talked..=Stage::Offered).contains(&stage) => here("karim"),
        "cfc" => here("yusuf").filter(|_| stage.everybody()),
        "acc" => here("sander").filter(|_| stage.informed()),
        "cfa" => here("karim").filter(|_| stage.everybody()),
        "inv" => here("fatima").filter(|_| stage.everybody()),
        "mgr" => here("joost").filter(|_| stage.managed()),
        "off" if matches!(stage, Stage::Handled | Stage::Waived) => here("joost"),
        "off" => Some(Viewer { person: Some((WITH_OFFICER, "olaf")) }).filter(|_| matches!(stage, Stage::Advised | Stage::Around)),
        "mem" => here("hanna").filter(|_| stage.seated()),
        "sec" => here("bas").filter(|_| stage.seated()),
        "brd" => here("erik"),
        "unb" => here("lotte"),
        "uni" if (Stage::Declined..=Stage::Named).contains(&stage) => here("joost"),
        "uni" => here("sander").filter(|_| !stage.informed()),
        "out" => here("wout"),
        "adm" => here("anna"),
        "nxt" => Some(Viewer { person: Some((NEXT_DOOR, "erik")) }),
        "gst" => Some(Viewer { person: None }),
        other => panic!("who stands in the column {other}? Say so in {}", file!()),
    }
}

/// Whether a column is of people who have no part in the case.
pub fn apart(column: &str) -> bool {
    matches!(column, "out" | "adm" | "nxt" | "gst")
}
