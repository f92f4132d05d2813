"""The logistics silo: a second PostgreSQL database with deliveries, parcels, tours, drivers and their GPS mileage."""
