//! The schema as it says itself what it is: proofs walk through this, so that what is new is in them from its first day.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a field or an argument is of.
#[derive(Clone, Debug)]
pub enum Of {
    /// A type by name.
    Named(String),
    /// A list.
    List(Box<Of>),
    /// What is always there.
    Always(Box<Of>),
}

impl Of {
    fn read(value: &Value) -> Self {
        let inner = || Box::new(Self::read(&value["ofType"]));
        match value["kind"].as_str() {
            Some("NON_NULL") => Self::Always(inner()),
            Some("LIST") => Self::List(inner()),
            _ => Self::Named(text(&value["name"])),
        }
    }

    /// The type's name, without what is around it.
    pub fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::Always(inner) => inner.name(),
        }
    }

    /// Whether it must be there.
    pub fn needed(&self) -> bool {
        matches!(self, Self::Always(_))
    }
}

/// An argument, or a field of an input.
#[derive(Clone, Debug)]
pub struct Argument {
    pub name: String,
    pub of: Of,
    pub has_default: bool,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub of: Of,
    pub arguments: Vec<Argument>,
}

/// A type.
#[derive(Clone, Debug, Default)]
pub struct Type {
    pub kind: String,
    pub fields: Vec<Field>,
    pub inputs: Vec<Argument>,
    pub values: Vec<String>,
    /// The objects that an interface or a union can be.
    pub possible: Vec<String>,
}

impl Type {
    /// Whether a selection ends here.
    pub fn is_leaf(&self) -> bool {
        matches!(self.kind.as_str(), "SCALAR" | "ENUM")
    }
}

/// The schema.
#[derive(Clone, Debug)]
pub struct Schema {
    pub types: BTreeMap<String, Type>,
}

const QUESTION: &str = "{ __schema { types { name kind
    fields(includeDeprecated: true) { name type { ...of } args { name defaultValue type { ...of } } }
    inputFields { name defaultValue type { ...of } } enumValues(includeDeprecated: true) { name } possibleTypes { name } } } }
    fragment of on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

impl Schema {
    /// Asks the schema.
    pub async fn read() -> Self {
        let answer = inzage::graphql::schema().execute(QUESTION).await;
        assert!(answer.errors.is_empty(), "{:?}", answer.errors);
        let told = answer.data.into_json().expect("JSON");
        let types = each(&told["__schema"]["types"]).filter(|one| !text(&one["name"]).starts_with("__"));
        Self { types: types.map(|one| (text(&one["name"]), read_type(one))).collect() }
    }

    /// A type by name.
    pub fn of(&self, name: &str) -> &Type {
        self.types.get(name).unwrap_or_else(|| panic!("the schema has no type {name}"))
    }

    /// The type of a field.
    pub fn type_of(&self, field: &Field) -> &Type {
        self.of(field.of.name())
    }
}

fn read_type(one: &Value) -> Type {
    let names = |list: &Value| each(list).map(|one| text(&one["name"])).collect::<Vec<_>>();
    let field =
        |one: &Value| Field { name: text(&one["name"]), of: Of::read(&one["type"]), arguments: each(&one["args"]).map(argument).collect() };
    Type {
        kind: text(&one["kind"]),
        fields: each(&one["fields"]).map(field).collect(),
        inputs: each(&one["inputFields"]).map(argument).collect(),
        values: names(&one["enumValues"]),
        possible: names(&one["possibleTypes"]),
    }
}

fn argument(one: &Value) -> Argument {
    Argument { name: text(&one["name"]), of: Of::read(&one["type"]), has_default: one["defaultValue"].is_string() }
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
