//! Uploads: where a picture lies at a vendor, so that the same bytes need not travel twice while they lie there.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params};

use crate::model::Sha256;

use super::Library;
use super::error::Result;
use super::write::Keep;

impl Library {
    /// The addresses of those pictures that lie at this vendor until `until_millis` at least.
    pub fn uploads<'a>(
        &self,
        vendor: &str,
        origin: &str,
        wanted: impl Iterator<Item = &'a Sha256>,
        until_millis: i64,
    ) -> Result<BTreeMap<Sha256, String>> {
        let sql =
            "SELECT url FROM uploads WHERE vendor = ?1 AND origin = ?2 AND sha256 = ?3 AND expires_at_millis >= ?4";
        self.read(|db| {
            let mut find = db.prepare_cached(sql)?;
            let mut found = BTreeMap::new();
            for sha256 in wanted {
                let args = params![vendor, origin, sha256.as_str(), until_millis];
                if let Some(url) = find.query_row(args, |row| row.get(0)).optional()? {
                    found.insert(sha256.clone(), url);
                }
            }
            Ok(found)
        })
    }

    /// Keeps where a picture lies, and drops what no longer lies anywhere.
    pub fn keep_upload(
        &mut self,
        (vendor, origin): (&str, &str),
        sha256: &Sha256,
        url: &str,
        expires_at_millis: i64,
        now_millis: i64,
    ) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.prepare_cached("DELETE FROM uploads WHERE expires_at_millis < ?1")?.execute([now_millis])?;
            let sql = "INSERT OR REPLACE INTO uploads (vendor, origin, sha256, url, expires_at_millis)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
            let args = params![vendor, origin, sha256.as_str(), url, expires_at_millis];
            db.prepare_cached(sql)?.execute(args)?;
            Ok(())
        })
    }

    /// Forgets where pictures lie, at whichever origin: a vendor that refused them may have lost them.
    pub fn forget_uploads<'a>(
        &mut self,
        vendor: &str,
        pictures: impl Iterator<Item = &'a Sha256> + Clone,
    ) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            let mut forget = db.prepare_cached("DELETE FROM uploads WHERE vendor = ?1 AND sha256 = ?2")?;
            for sha256 in pictures.clone() {
                forget.execute(params![vendor, sha256.as_str()])?;
            }
            Ok(())
        })
    }
}
