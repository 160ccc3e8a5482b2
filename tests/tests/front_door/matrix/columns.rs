//! The columns of the table: standings, and who stands in them at each stage of the seeded cases.

use crate::viewer::Viewer;

/// The organisation next door, where somebody else's case is.
pub const NEXT_DOOR: &str = "nextdoor";

/// The standings, by the short names that head the table.
pub const COLUMNS: &[(&str, &str)] = &[
    ("com", "complainant"),
    ("acc", "accused, informed"),
    ("inv", "involved staff, informed"),
    ("mem", "seated commission"),
    ("sec", "secretary of the commission"),
    ("brd", "board"),
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
    /// Sander and Fatima know of it; everybody handed something in.
    Informed,
    Scheduled,
    /// The commission deliberated and has a draft.
    Heard,
    /// The verdict is out, and the board considers a measure.
    Issued,
    Measured,
    Closed,
    /// Another case, about Joost: not taken up.
    Declined,
    /// Another case, about Joost: withdrawn.
    Withdrawn,
    /// Another case: about names, of which one is identified as Joost.
    Named,
    /// What does not belong to a case.
    Around,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: &[Self] = &[
        Self::Filed,
        Self::Seated,
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
        Self::Around,
    ];

    /// Whether those complained of are informed.
    fn informed(self) -> bool {
        (Self::Informed..=Self::Closed).contains(&self) || self == Self::Around
    }

    /// Whether there is a commission.
    fn seated(self) -> bool {
        !matches!(self, Self::Filed | Self::Withdrawn | Self::Named)
    }
}

/// Who stands in a column at a stage; `None` where nobody does.
pub fn viewer(column: &str, stage: Stage) -> Option<Viewer> {
    let here = |name| Some(Viewer { person: Some(("wij30", name)) });
    match column {
        "com" => here("noor"),
        "acc" => here("sander").filter(|_| stage.informed()),
        "inv" => here("fatima").filter(|_| stage.informed()),
        "mem" => here("hanna").filter(|_| stage.seated()),
        "sec" => here("bas").filter(|_| stage.seated()),
        "brd" => here("erik"),
        "uni" if stage > Stage::Closed => here("joost").filter(|_| stage != Stage::Around),
        "uni" => here("sander").filter(|_| !stage.informed()),
        "out" => here("wout"),
        "adm" => here("anna"),
        "nxt" => Some(Viewer { person: Some((NEXT_DOOR, "erik")) }),
        "gst" => Some(Viewer { person: None }),
        other => panic!("who stands in the column {other}? Say so in {}", file!()),
    }
}
