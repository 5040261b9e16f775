//! Cursors over tables that are generated on the fly.

mod source;

use source::{Order, Row};

pub struct Cursor {
    rows: Box<dyn Iterator<Item = Row>>,
    current: Option<Row>,
}

/// Borrowed from the cursor: good until the next call with it.
#[repr(C)]
pub struct RowView {
    pub id: u64,
    pub label: *const u8,
    pub label_len: usize,
    pub values: *const f64,
    pub value_count: usize,
}

/// A cursor over `count` rows; null for an order that does not exist.
#[unsafe(no_mangle)]
pub extern "C" fn cursor_open(count: u32, order: u8) -> Option<Box<Cursor>> {
    let rows: Box<dyn Iterator<Item = Row>> = match Order::from_raw(order)? {
        Order::Forward => Box::new((0..count).map(Row::make)),
        Order::Backward => Box::new((0..count).rev().map(Row::make)),
        Order::EvenFirst => {
            let even = (0..count).step_by(2);
            let odd = (1..count.max(1)).step_by(2);
            Box::new(even.chain(odd).map(Row::make))
        }
    };
    Some(Box::new(Cursor { rows, current: None }))
}

#[unsafe(no_mangle)]
pub extern "C" fn cursor_next(cursor: Option<&mut Cursor>, out: Option<&mut RowView>) -> bool {
    let (Some(cursor), Some(out)) = (cursor, out) else { return false };
    cursor.current = cursor.rows.next();
    let Some(row) = &cursor.current else { return false };
    *out = RowView {
        id: row.id,
        label: row.label.as_ptr(),
        label_len: row.label.len(),
        values: row.values.as_ptr(),
        value_count: row.values.len(),
    };
    true
}

#[unsafe(no_mangle)]
pub extern "C" fn cursor_close(cursor: Option<Box<Cursor>>) {
    drop(cursor);
}
