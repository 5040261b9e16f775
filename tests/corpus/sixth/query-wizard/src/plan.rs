pub struct Filter {
    pub column: String,
    pub value: i64,
}

pub struct Plan {
    table: String,
    filters: Vec<Filter>,
}

pub fn is_name(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A column that is asked to have two values at once.
pub fn clash(filters: &[Filter]) -> Option<&str> {
    filters.iter().enumerate().find_map(|(i, a)| {
        let twice = filters[..i].iter().any(|b| b.column == a.column && b.value != a.value);
        twice.then_some(a.column.as_str())
    })
}

impl Plan {
    pub fn new(table: String, filters: Vec<Filter>) -> Self {
        Self { table, filters }
    }

    pub fn cost(&self) -> u64 {
        (10_000u64 >> self.filters.len().min(12)) + self.table.len() as u64
    }
}
