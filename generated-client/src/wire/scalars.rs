//! The types that fields are made of, and that no page defines.

use super::{In, Out, Secret, Value, Wire, dispatch};

impl Wire for String {
    fn put(&self, out: &mut Out) {
        out.value(Value::Text(self.clone()));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.text()
    }
}

impl Wire for i64 {
    fn put(&self, out: &mut Out) {
        out.value(Value::Int(*self));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.integer()
    }
}

impl Wire for f64 {
    fn put(&self, out: &mut Out) {
        out.value(Value::Float(*self));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.float()
    }
}

impl Wire for bool {
    fn put(&self, out: &mut Out) {
        out.value(Value::Bool(*self));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.boolean()
    }
}

impl Wire for Value {
    fn put(&self, out: &mut Out) {
        out.value(self.clone());
    }

    fn get(from: &mut In<'_>) -> Self {
        from.any()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Out) {
        if let Some(value) = self {
            dispatch::put(value, out);
        }
    }

    fn get(from: &mut In<'_>) -> Self {
        let mark = from.mark()?;
        let value = dispatch::get(from);
        from.settle(mark).then_some(value)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Out) {
        out.list(self);
    }

    /// A list that is not there has nothing in it.
    fn get(from: &mut In<'_>) -> Self {
        from.list()
    }
}

impl Wire for Secret {
    fn put(&self, out: &mut Out) {
        out.value(Value::Secret(self.clone()));
    }

    fn get(from: &mut In<'_>) -> Self {
        from.secret()
    }
}
