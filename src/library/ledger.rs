//! Sums over the purse's table. Every question is about a span of time, and the table lies in the order of time.

use std::ops::Range;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::model::ledger::{Entry, Sums};
use crate::model::price::{Amounts, Money};
use crate::model::{TaskId, TaskState};

use super::Library;
use super::error::{Fault, Result};

/// What the lines of a span are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Project,
    Vendor,
}

/// Where a walk through all entries stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    at_millis: i64,
    seq: i64,
}

const SUMS: &str = "count(*), coalesce(sum(seconds), 0), coalesce(sum(stage = 2), 0), coalesce(sum(stage = 3), 0),
    coalesce(sum(stage = 3 AND coalesce(billed_usd, billed_credits) = 0), 0),
    coalesce(sum(estimate_usd), 0), coalesce(sum(estimate_credits), 0),
    coalesce(sum(coalesce(estimate_usd, estimate_credits) IS NULL), 0),
    coalesce(sum(billed_usd), 0), coalesce(sum(billed_credits), 0),
    coalesce(sum(coalesce(billed_usd, billed_credits) IS NULL), 0),
    coalesce(sum(CASE WHEN coalesce(billed_usd, billed_credits) IS NULL THEN estimate_usd ELSE billed_usd END), 0),
    coalesce(sum(CASE WHEN coalesce(billed_usd, billed_credits) IS NULL THEN estimate_credits ELSE billed_credits END), 0),
    coalesce(sum(coalesce(billed_usd, billed_credits, estimate_usd, estimate_credits) IS NULL), 0),
    coalesce(sum(CASE WHEN stage = 3 AND coalesce(billed_usd, billed_credits) IS NULL THEN estimate_usd END), 0),
    coalesce(sum(CASE WHEN stage = 3 AND coalesce(billed_usd, billed_credits) IS NULL THEN estimate_credits END), 0),
    coalesce(sum(stage = 3 AND coalesce(billed_usd, billed_credits, estimate_usd, estimate_credits) IS NULL), 0)";

impl Library {
    /// Everything that was sent in this span.
    pub fn sums(&self, span: &Range<i64>) -> Result<Sums> {
        let sql = format!("SELECT {SUMS} FROM spending WHERE at_millis >= ?1 AND at_millis < ?2 AND stage > 0");
        self.read(|db| Ok(db.prepare_cached(&sql)?.query_row(params![span.start, span.end], |row| sums(row, 0))?))
    }

    /// What the caps are held against in a span: the bill where it is in the cap's own unit, else the estimate. A vendor
    /// that bills in credits what was estimated in dollars counts in both, or a cap in dollars would never be reached.
    pub fn held_against_caps(&self, span: &Range<i64>) -> Result<Amounts> {
        let sql = "SELECT coalesce(sum(CASE WHEN is_free THEN 0 ELSE coalesce(billed_usd, estimate_usd) END), 0),
                   coalesce(sum(CASE WHEN is_free THEN 0 ELSE coalesce(billed_credits, estimate_credits) END), 0),
                   coalesce(sum(coalesce(billed_usd, billed_credits, estimate_usd, estimate_credits) IS NULL), 0)
                   FROM (SELECT *, stage = 3 AND coalesce(billed_usd, billed_credits) IS 0 AS is_free FROM spending
                         WHERE at_millis >= ?1 AND at_millis < ?2 AND stage > 0)";
        self.read(|db| Ok(db.prepare_cached(sql)?.query_row(params![span.start, span.end], |row| amounts(row, 0))?))
    }

    /// What is wished for and not sent yet, by its estimates: it will be spent whenever its turn comes.
    pub fn in_line(&self) -> Result<Amounts> {
        let sql = "SELECT coalesce(sum(estimate_usd), 0), coalesce(sum(estimate_credits), 0),
                   coalesce(sum(coalesce(estimate_usd, estimate_credits) IS NULL), 0) FROM spending WHERE stage = 0";
        self.read(|db| Ok(db.prepare_cached(sql)?.query_row([], |row| amounts(row, 0))?))
    }

    /// A span by project or by vendor, what took most seconds first: how many lines there are, and `len` of them from
    /// the `first` on.
    pub fn sums_by(
        &self,
        group: Group,
        span: &Range<i64>,
        first: usize,
        len: usize,
    ) -> Result<(usize, Vec<(String, Sums)>)> {
        let column = match group {
            Group::Project => "project",
            Group::Vendor => "vendor",
        };
        let from = "FROM spending WHERE at_millis >= ? AND at_millis < ? AND stage > 0";
        self.read(|db| {
            let span = [Value::Integer(span.start), Value::Integer(span.end)];
            let count = format!("SELECT count(DISTINCT {column}) {from}");
            let total: i64 = db.prepare_cached(&count)?.query_row(params_from_iter(&span), |row| row.get(0))?;
            let lines = format!(
                "SELECT {column}, {SUMS} {from} GROUP BY {column} ORDER BY sum(seconds) DESC, {column} LIMIT ? OFFSET ?"
            );
            let args = span.into_iter().chain([whole(len), whole(first)]);
            let mut find = db.prepare_cached(&lines)?;
            let found = find.query_map(params_from_iter(args), |row| Ok((row.get(0)?, sums(row, 1)?)))?;
            Ok((usize::try_from(total).unwrap_or_default(), found.collect::<rusqlite::Result<_>>()?))
        })
    }

    /// The tasks of a span one after the other, the oldest first, `len` at a time; the mark leads on.
    pub fn entries(&self, span: &Range<i64>, after: Option<Mark>, len: usize) -> Result<(Vec<Entry>, Option<Mark>)> {
        self.read(|db| entries(db, span, after, len))
    }
}

pub(super) fn entries(
    db: &Connection,
    span: &Range<i64>,
    after: Option<Mark>,
    len: usize,
) -> Result<(Vec<Entry>, Option<Mark>), Fault> {
    let sql = "SELECT s.at_millis, s.task, t.id, t.state, t.offering, s.vendor, s.project, s.seconds, s.estimate_usd,
               s.estimate_credits, s.billed_usd, s.billed_credits, t.remote
               FROM spending s JOIN tasks t ON t.seq = s.task
               WHERE (s.at_millis, s.task) > (?1, ?2) AND s.at_millis < ?3 AND s.stage > 0
               ORDER BY s.at_millis, s.task LIMIT ?4";
    let from = after.unwrap_or(Mark { at_millis: span.start, seq: -1 });
    let mut find = db.prepare_cached(sql)?;
    let mut rows = find.query(params_from_iter([
        Value::Integer(from.at_millis),
        Value::Integer(from.seq),
        Value::Integer(span.end),
        whole(len),
    ]))?;
    let (mut found, mut mark) = (Vec::new(), None);
    while let Some(row) = rows.next()? {
        mark = Some(Mark { at_millis: row.get(0)?, seq: row.get(1)? });
        let state: String = row.get(3)?;
        let state = TaskState::from_word(&state).ok_or_else(|| Fault::Broken(format!("{state} is no state")))?;
        found.push(Entry {
            at_millis: row.get(0)?,
            task: TaskId(row.get::<_, String>(2)?.into()),
            state,
            offering: row.get(4)?,
            vendor: row.get(5)?,
            project: row.get(6)?,
            seconds: unsigned(row, 7)?,
            estimate: money(row, 8)?,
            billed: money(row, 10)?,
            remote: row.get(12)?,
        });
    }
    // A page that is not full is the last one.
    let mark = mark.filter(|_| found.len() == len);
    Ok((found, mark))
}

/// The columns of `SUMS`, from `first` on.
fn sums(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Sums> {
    Ok(Sums {
        videos: unsigned(row, first)?,
        seconds: unsigned(row, first + 1)?,
        unknown: unsigned(row, first + 2)?,
        failed: unsigned(row, first + 3)?,
        refunded: unsigned(row, first + 4)?,
        estimate: amounts(row, first + 5)?,
        billed: amounts(row, first + 8)?,
        counted: amounts(row, first + 11)?,
        unsettled: amounts(row, first + 14)?,
    })
}

/// Dollars, credits, and how many have neither.
fn amounts(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Amounts> {
    Ok(Amounts {
        micro_usd: unsigned(row, first)?,
        milli_credits: unsigned(row, first + 1)?,
        unpriced: unsigned(row, first + 2)?,
    })
}

/// A column of dollars and the one of credits after it.
fn money(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Money>> {
    let usd: Option<i64> = row.get(first)?;
    let credits: Option<i64> = row.get(first + 1)?;
    let small = |amount: i64| u64::try_from(amount).unwrap_or_default();
    Ok(usd.map(|usd| Money::MicroUsd(small(usd))).or(credits.map(|credits| Money::MilliCredits(small(credits)))))
}

fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

fn whole(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
