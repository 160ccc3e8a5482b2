//! The history of the database, one numbered file per step. A step that has been released is never edited.

pub use sea_orm_migration::prelude::{MigratorTrait, async_trait};
use sea_orm_migration::{MigrationTrait, prelude::DynIden};

mod m0001_walking_case;
mod m0002_whole_procedures;

/// Brings a database to the present.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_walking_case::Migration), Box::new(m0002_whole_procedures::Migration)]
    }

    fn migration_table_name() -> DynIden {
        "schema_migration".into()
    }
}
