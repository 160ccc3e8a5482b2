//! Who looks: somebody of an organisation, or nobody in particular.

use front_door::world::{Person, World};

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Organisation and first name; `None` for who is not logged in.
    pub person: Option<(&'static str, &'static str)>,
}

impl Viewer {
    /// As they are in a world.
    pub fn in_world(self, world: &World) -> Option<Person<'_>> {
        self.person.map(|(organisation, name)| world.person_of(organisation, name))
    }
}

impl std::fmt::Display for Viewer {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.person {
            Some((organisation, name)) => write!(to, "{name} of {organisation}"),
            None => write!(to, "somebody who is not logged in"),
        }
    }
}
