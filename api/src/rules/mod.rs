//! The rules: pure, total, without IO. They are the only place where it is written down who may read what
//! ([`inspection`]), who may do what and what follows ([`command`]), what an event tells of ([`disclosure`]) and
//! when something is due ([`term`], [`calendar`]). S-numbers are those of the domain page.

pub mod calendar;
pub mod command;
pub mod definition;
pub mod disclosure;
pub mod inspection;
pub mod procedure;
pub mod term;
