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

/// Writes a key, unless there is one. A key is whole from the moment at which it has its name: it is written under another
/// one in the same folder, and a link never takes the place of a file that is there.
fn write_new(path: &Path, key: &Key) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    // What a death leaves under this name nobody reads.
    let draft = path.with_extension(format!("{}.new", clock::new_id()?.simple()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .and_then(|mut new| new.write_all(key.as_slice()).and_then(|()| new.sync_all()))
        .and_then(|()| fs::hard_link(&draft, path));
    let removed = fs::remove_file(&draft);
    match written {
        Ok(()) => removed.map_err(|error| file(&draft, error)),
        // Somebody else's key is the one that counts.
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

#[cfg(test)]
mod tests {
    use std::{
        collections::{BTreeMap, BTreeSet},
        path::PathBuf,
        sync::atomic::{AtomicBool, AtomicU64, Ordering},
    };

    use super::*;

    /// A folder of its own, gone when the test is.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Result<Self, Error> {
            let folder = std::env::temp_dir().join(format!("inzage-keys-{}", clock::new_id()?.simple()));
            private_folder(&folder)?;
            Ok(Self(folder))
        }

        /// Every file, by its name.
        fn files(&self) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
            let files = fs::read_dir(&self.0)?.map(|entry| {
                let entry = entry?;
                Ok((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?))
            });
            files.collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _may_be_gone = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_key_is_written_whole_and_never_over_another() -> Result<(), Error> {
        let folder = Folder::new()?;
        let path = folder.0.join(DOSSIER);
        let at = |error| file(&folder.0, error);
        write_new(&path, &Zeroizing::new([1; 32]))?;
        let first = BTreeMap::from([(DOSSIER.to_owned(), vec![1; 32])]);
        assert_eq!(folder.files().map_err(at)?, first, "the key, and nothing beside it");
        let mode = fs::metadata(&path).map_err(at)?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else may read it");
        write_new(&path, &Zeroizing::new([2; 32]))?;
        assert_eq!(folder.files().map_err(at)?, first, "a key that is there stays");
        Ok(())
    }

    /// Somebody looks all the time: what has a key's name is a whole key, at any moment at which a death could come.
    #[test]
    fn at_no_moment_is_there_half_a_key() -> Result<(), Error> {
        let folder = Folder::new()?;
        let path = folder.0.join(TOKEN);
        let (looks, done) = (AtomicU64::new(0), AtomicBool::new(false));
        let (lengths, written) = std::thread::scope(|scope| {
            let looking = scope.spawn(|| {
                let mut lengths = BTreeSet::new();
                while !done.load(Ordering::SeqCst) {
                    if let Ok(meta) = fs::metadata(&path) {
                        lengths.insert(meta.len());
                        looks.fetch_add(1, Ordering::SeqCst);
                    }
                }
                lengths
            });
            let written = (0..300).try_for_each(|_| {
                write_new(&path, &Zeroizing::new([3; 32]))?;
                let seen = looks.load(Ordering::SeqCst);
                while looks.load(Ordering::SeqCst) == seen {
                    std::thread::yield_now();
                }
                fs::remove_file(&path).map_err(|error| file(&path, error))
            });
            done.store(true, Ordering::SeqCst);
            (looking.join().unwrap_or_default(), written)
        });
        written?;
        assert_eq!(lengths, BTreeSet::from([32]), "the lengths at which a key was seen");
        Ok(())
    }

    #[test]
    fn a_draft_that_a_death_left_is_no_key() -> Result<(), Error> {
        let folder = Folder::new()?;
        let at = |error| file(&folder.0, error);
        let left = folder.0.join(DOSSIER).with_extension("0.new");
        fs::write(&left, [4; 7]).map_err(at)?;
        let keys = Keys::in_folder(&folder.0)?;
        assert!(!Keys::open_content(&folder.0), "nothing is kept yet");
        keys.keep(&folder.0)?;
        let again = Keys::in_folder(&folder.0)?;
        assert_eq!((&*again.dossier, &*again.token), (&*keys.dossier, &*keys.token), "the next start has the same keys");
        Ok(())
    }
}
