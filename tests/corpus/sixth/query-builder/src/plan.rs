pub struct Filter {
    column: String,
    value: i64,
}

impl Filter {
    pub fn equal(column: &str, value: i64) -> Self {
        Self { column: column.to_owned(), value }
    }
}

pub struct Plan {
    table: String,
    filters: Vec<Filter>,
    limit: u32,
}

pub fn is_name(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

impl Plan {
    pub fn new(table: String, mut filters: Vec<Filter>, limit: Option<u32>) -> Option<Self> {
        if !is_name(&table) {
            return None;
        }
        filters.sort_by(|a, b| a.column.cmp(&b.column).then(a.value.cmp(&b.value)));
        let clash = filters.windows(2).any(|w| w[0].column == w[1].column && w[0].value != w[1].value);
        (!clash).then_some(Self { table, filters, limit: limit.unwrap_or(1000) })
    }

    pub fn cost(&self) -> u64 {
        let rows = 10_000u64 >> self.filters.len().min(12);
        rows.min(u64::from(self.limit)) + self.table.len() as u64
    }
}
