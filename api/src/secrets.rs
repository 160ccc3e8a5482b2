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
    /// Reads the keys from `folder`, and makes those that are missing.
    ///
    /// # Errors
    /// [`Error::File`] when a file cannot be read or written; [`Error::Settings`] when somebody else could read a key,
    /// or when a key has the wrong length.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        private_folder(folder)?;
        Ok(Self {
            token: key(&folder.join("token.key"))?,
            cursor: key(&folder.join("cursor.key"))?,
            dossier: key(&folder.join("dossier.key"))?,
            withheld: key(&folder.join("withheld.key"))?,
        })
    }
}

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

fn key(path: &Path) -> Result<Key, Error> {
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut new) => {
            let key = Zeroizing::new(clock::random::<32>()?);
            new.write_all(key.as_slice()).and_then(|()| new.sync_all()).map_err(|error| file(path, error))?;
            // The name must survive a crash too: content sealed under a lost key is lost.
            if let Some(folder) = path.parent() {
                fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| file(path, error))?;
            }
            Ok(key)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let mode = fs::metadata(path).map_err(|error| file(path, error))?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(Error::Settings(format!("{}: others may read this key; run `chmod 600` on it", path.display())));
            }
            let bytes = Zeroizing::new(fs::read(path).map_err(|error| file(path, error))?);
            let key: [u8; 32] = bytes
                .as_slice()
                .try_into()
                .map_err(|_| Error::Settings(format!("{}: a key has 32 bytes; restore this file from a back-up", path.display())))?;
            Ok(Zeroizing::new(key))
        }
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

/// Whether `tag` is the tag over `bytes` under `key`, compared in constant time.
#[must_use]
pub fn tagged(key: &Key, bytes: &[u8], tag: &[u8]) -> bool {
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()), bytes, tag).is_ok()
}
