//! The columns of the table: standings, and who stands in them at each stage of the seeded cases.

use crate::viewer::Viewer;

/// The organisation next door, where somebody else's case is.
pub const NEXT_DOOR: &str = "nextdoor";
/// The organisation under the other procedure, where a complaints officer judges.
pub const WITH_OFFICER: &str = "izw";

/// The standings, by the short names that head the table.
pub const COLUMNS: &[(&str, &str)] = &[
    ("com", "complainant"),
    ("cfc", "confidant of the complainant"),
    ("acc", "accused, informed"),
    ("inv", "involved staff, informed"),
    ("mgr", "manager of a step"),
    ("off", "complaints officer"),
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
    /// The commission has its seats, receipt is acknowledged, and the complaint taken up.
    TakenUp,
    /// Sander and Fatima know of it, Yusuf stands beside Noor, and Joost sees to the organisation's papers; everybody handed
    /// something in, a care document waits for consent, and Sander challenges a member.
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
    /// Another case, about Joost: not taken up, and forwarded.
    Declined,
    /// Another case, about Joost: withdrawn.
    Withdrawn,
    /// Another case: about names, of which one is identified as Joost.
    Named,
    /// A signal that Joost registered: Noor rang about Sander.
    Signalled,
    /// Sander is invited, and there were talks.
    Talked,
    /// It was written down and confirmed, Noor explained it, and Joost answered for the board.
    Answered,
    /// A case under the other procedure: an officer heard both sides and has a draft.
    Advised,
    /// What does not belong to a case.
    Around,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Filed,
        Self::TakenUp,
        Self::Informed,
        Self::Scheduled,
        Self::Heard,
        Self::Issued,
        Self::Measured,
        Self::Closed,
        Self::Declined,
        Self::Withdrawn,
        Self::Named,
        Self::Signalled,
        Self::Talked,
        Self::Answered,
        Self::Advised,
        Self::Around,
    ];

    /// In the case that goes through the whole procedure, or around it: whether everybody takes part who will.
    fn everybody(self) -> bool {
        (Self::Informed..=Self::Closed).contains(&self) || self == Self::Around
    }

    /// Whether those complained of are informed.
    fn informed(self) -> bool {
        self.everybody() || (Self::Talked..=Self::Advised).contains(&self)
    }

    /// Whether there is a commission.
    fn seated(self) -> bool {
        (Self::TakenUp..=Self::Declined).contains(&self) || self == Self::Around
    }

    /// Whether somebody runs a step, or registered the signal.
    fn managed(self) -> bool {
        self.everybody() || (Self::Signalled..=Self::Answered).contains(&self)
    }
}

/// Who stands in a column at a stage; `None` where nobody does.
pub fn viewer(column: &str, stage: Stage) -> Option<Viewer> {
    let organisation = if stage == Stage::Advised { WITH_OFFICER } else { "wij30" };
    let here = |name| Some(Viewer { person: Some((organisation, name)) });
    match column {
        "com" => here("noor"),
        "cfc" => here("yusuf").filter(|_| stage.everybody()),
        "acc" => here("sander").filter(|_| stage.informed()),
        "inv" => here("fatima").filter(|_| stage.everybody()),
        "mgr" => here("joost").filter(|_| stage.managed()),
        "off" => Some(Viewer { person: Some((WITH_OFFICER, "olaf")) }).filter(|_| stage >= Stage::Advised),
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
