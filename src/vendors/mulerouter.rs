//! MuleRouter (vendors.md §1).
