//! The server's keys, in files that only it may read, and the digests and seals that they are used for.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use aws_lc_rs::{digest as hash, hmac};
use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use crate::{clock, error::Error};

/// A key of 256 bits, wiped from memory when it is dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// All keys of a deployment. They live in the data folder and never in the database.
pub struct Keys {
    /// Signs access tokens.
    pub token: Key,
    /// Signs cursors.
    pub cursor: Key,
    /// Seals the content keys of dossier documents.
    pub dossier: Key,
    /// Seals the content keys of withheld documents (S31).
    pub withheld: Key,
}

impl Keys {
    /// Reads the keys from `folder`; those that are missing are made, and not written yet.
    ///
    /// # Errors
    /// [`Error::File`] when a file cannot be read; [`Error::Settings`] when somebody else could read a key, or when a key
    /// has the wrong length.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        private_folder(folder)?;
        let key = |name| read_or_make(&folder.join(name));
        Ok(Self { token: key(TOKEN)?, cursor: key(CURSOR)?, dossier: key(DOSSIER)?, withheld: key(WITHHELD)? })
    }

    /// Whether `folder` has the keys without which kept content does not open.
    #[must_use]
    pub fn open_content(folder: &Path) -> bool {
        [DOSSIER, WITHHELD].iter().all(|name| folder.join(name).exists())
    }

    /// Writes the keys that `folder` does not have.
    ///
    /// # Errors
    /// [`Error::File`] when a file cannot be written.
    pub fn keep(&self, folder: &Path) -> Result<(), Error> {
        for (name, key) in [(TOKEN, &self.token), (CURSOR, &self.cursor), (DOSSIER, &self.dossier), (WITHHELD, &self.withheld)] {
            write_new(&folder.join(name), key)?;
        }
        // The names must survive a crash too: content sealed under a lost key is lost.
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| file(folder, error))
    }
}

const TOKEN: &str = "token.key";
const CURSOR: &str = "cursor.key";
const DOSSIER: &str = "dossier.key";
const WITHHELD: &str = "withheld.key";

/// Makes a folder that only its owner may enter.
///
/// # Errors
/// [`Error::File`] when it cannot be made.
pub fn private_folder(folder: &Path) -> Result<(), Error> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| file(folder, error))
}

fn file(path: &Path, error: std::io::Error) -> Error {
    Error::File(path.display().to_string(), error)
}

fn read_or_make(path: &Path) -> Result<Key, Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Zeroizing::new(clock::random::<32>()?)),
        Err(error) => return Err(file(path, error)),
    };
    let mode = fs::metadata(path).map_err(|error| file(path, error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Error::Settings(format!("{}: others may read this key; run `chmod 600` on it", path.display())));
    }
    let key: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| Error::Settings(format!("{}: a key has 32 bytes; restore this file from a back-up", path.display())))?;
    Ok(Zeroizing::new(key))
}

fn write_new(path: &Path, key: &Key) -> Result<(), Error> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut new) => new.write_all(key.as_slice()).and_then(|()| new.sync_all()).map_err(|error| file(path, error)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(file(path, error)),
    }
}

/// SHA-256, in lower-case hex.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(hash::digest(&hash::SHA256, bytes).as_ref())
}

/// A tag over `bytes` under `key`: HMAC-SHA-256.
#[must_use]
pub fn tag(key: &Key, bytes: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), bytes).as_ref().to_vec()
}
